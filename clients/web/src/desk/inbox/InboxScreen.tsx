import Box from "@mui/material/Box";
import Button from "@mui/material/Button";
import { type ReactNode, useEffect, useRef, useState } from "react";
import { Notice } from "../../ui/Notice";
import { DESK, hrefOf } from "../../ui/route";
import { useNarrow } from "../../ui/useNarrow";
import { correctionsApi } from "../api/corrections";
import { CasePane } from "../casefile/CasePane";
import { CorrectionList } from "../corrections/CorrectionList";
import { CorrectionPane } from "../corrections/CorrectionPane";
import { Empty } from "../Empty";
import { InboxIcon } from "../icons";
import { useDeskRights } from "../rights";
import { CORRECTIONS } from "../sections";
import { useDeskTexts } from "../texts/texts";
import { CaseList } from "./CaseList";
import { FIRST_FILTER } from "./filter";
import { InboxFilters } from "./InboxFilters";

interface InboxScreenProps {
  /** Whether the list is of corrections, which have legal terms, and not of cases. */
  corrections: boolean;
  openId: string | undefined;
}

/** The list and, beside it or in its place, what was chosen. */
export function InboxScreen({ corrections, openId }: InboxScreenProps) {
  const texts = useDeskTexts();
  const narrow = useNarrow();
  const [filter, setFilter] = useState(FIRST_FILTER);
  const left = useRef<string | undefined>(undefined);
  useEffect(() => {
    const before = left.current;
    left.current = openId;
    // Back on a phone's list: where one was, and not at its beginning.
    if (narrow && before && !openId)
      document.querySelector<HTMLElement>(`a[href$="/${CSS.escape(before)}"]`)?.focus();
  }, [narrow, openId]);
  const list = (
    <Box
      component={narrow ? "main" : "section"}
      aria-label={corrections ? texts.corrections.list : texts.inbox.list}
      sx={{
        flex: narrow ? 1 : "0 0 400px",
        minWidth: 0,
        minHeight: 0,
        overflowY: "auto",
        bgcolor: "background.paper",
        borderRight: narrow ? 0 : 1,
        borderColor: "divider",
      }}
    >
      {corrections ? (
        <CorrectionList openId={openId} />
      ) : (
        <>
          <InboxFilters filter={filter} onChange={(change) => setFilter({ ...filter, ...change })} />
          <CorrectionsWaiting />
          <CaseList filter={filter} onFilter={setFilter} openId={openId} />
        </>
      )}
    </Box>
  );
  const opened =
    openId &&
    (corrections ? <CorrectionPane id={openId} key={openId} /> : <CasePane caseId={openId} key={openId} />);
  if (narrow) return opened ? <Detail>{opened}</Detail> : list;
  return (
    <Box sx={{ flex: 1, display: "flex", minHeight: 0 }}>
      {list}
      <Detail>
        {opened || <Empty title={texts.inbox.choose} hint={texts.inbox.chooseHint} icon={<InboxIcon />} />}
      </Detail>
    </Box>
  );
}

function Detail({ children }: { children: ReactNode }) {
  return (
    <Box
      component="main"
      sx={{ flex: 1, minWidth: 0, minHeight: 0, display: "flex", flexDirection: "column" }}
    >
      {children}
    </Box>
  );
}

/** Corrections have a legal term, so that they are told of wherever one works. */
function CorrectionsWaiting() {
  const texts = useDeskTexts();
  const { isHr } = useDeskRights();
  const { data } = correctionsApi.useCorrectionsQuery(undefined, { skip: !isHr });
  if (!data || data.length === 0) return null;
  return (
    <Box sx={{ px: 1.5, pb: 1 }}>
      <Notice
        severity="info"
        action={
          <Button color="inherit" href={hrefOf(DESK, CORRECTIONS)}>
            {texts.inbox.seeCorrections}
          </Button>
        }
      >
        {texts.inbox.correctionsWaiting(data.length)}
      </Notice>
    </Box>
  );
}
