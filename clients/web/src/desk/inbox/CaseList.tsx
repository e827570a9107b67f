import Box from "@mui/material/Box";
import Button from "@mui/material/Button";
import LinearProgress from "@mui/material/LinearProgress";
import List from "@mui/material/List";
import Skeleton from "@mui/material/Skeleton";
import Typography from "@mui/material/Typography";
import { useTexts } from "../../locale/texts";
import { casesApi } from "../api/cases";
import { Empty } from "../Empty";
import { Failure } from "../Failure";
import { InboxIcon } from "../icons";
import { useDeskRights } from "../rights";
import { useDeskTexts } from "../texts/texts";
import { CaseRow } from "./CaseRow";
import { asked, FIRST_FILTER, type InboxFilter, narrowed } from "./filter";

interface CaseListProps {
  filter: InboxFilter;
  onFilter: (filter: InboxFilter) => void;
  openId: string | undefined;
}

/** The cases that the filters leave, a page at a time. */
export function CaseList({ filter, onFilter, openId }: CaseListProps) {
  const texts = useDeskTexts();
  const { loading } = useTexts();
  const { personId } = useDeskRights();
  const { currentData, error, isFetching, isFetchingNextPage, hasNextPage, fetchNextPage, refetch } =
    casesApi.useCasesInfiniteQuery(asked(filter));
  const cases = currentData?.pages.flatMap((page) => page.cases);
  if (!cases) {
    if (error && !isFetching)
      return (
        <Box sx={{ p: 1.5 }}>
          <Failure error={error} onRetry={() => void refetch()} />
        </Box>
      );
    return <Loading label={loading} />;
  }
  return (
    <>
      <Box sx={{ height: 4 }}>{isFetching && <LinearProgress aria-label={loading} sx={{ height: 2 }} />}</Box>
      {error && (
        <Box sx={{ p: 1.5 }}>
          <Failure error={error} onRetry={() => void refetch()} />
        </Box>
      )}
      <Typography
        role="status"
        variant="caption"
        component="p"
        color="textSecondary"
        sx={{ px: 2, pb: 0.75 }}
      >
        {cases.length > 0 && texts.inbox.shown(cases.length, hasNextPage)}
      </Typography>
      {cases.length === 0 ? (
        narrowed(filter) ? (
          <Empty
            title={texts.inbox.emptyFiltered}
            action={
              <Button onClick={() => onFilter({ ...FIRST_FILTER, order: filter.order })}>
                {texts.clear}
              </Button>
            }
          />
        ) : (
          <Empty title={texts.inbox.empty} hint={texts.inbox.emptyHint} icon={<InboxIcon />} />
        )
      ) : (
        <List disablePadding aria-label={texts.inbox.list} sx={{ borderTop: 1, borderColor: "divider" }}>
          {cases.map((each) => (
            <CaseRow key={each.case_id} listed={each} selected={each.case_id === openId} ownId={personId} />
          ))}
        </List>
      )}
      {hasNextPage && (
        <Box sx={{ p: 1.5, textAlign: "center" }}>
          <Button loading={isFetchingNextPage} onClick={() => void fetchNextPage()}>
            {texts.more}
          </Button>
        </Box>
      )}
    </>
  );
}

function Loading({ label }: { label: string }) {
  return (
    <Box role="status" aria-label={label} sx={{ px: 2, pt: 1 }}>
      {["a", "b", "c", "d", "e"].map((each) => (
        <Box key={each} sx={{ py: 1.5 }}>
          <Skeleton width="60%" />
          <Skeleton width="80%" />
          <Skeleton width="35%" />
        </Box>
      ))}
    </Box>
  );
}
