import Box from "@mui/material/Box";
import CircularProgress from "@mui/material/CircularProgress";
import { visuallyHidden } from "@mui/utils";
import { lazy, Suspense } from "react";
import { useTexts } from "../locale/texts";
import { useRoute } from "../ui/route";
import { useNarrow } from "../ui/useNarrow";
import { DeskNav } from "./DeskNav";
import { DeskProvider } from "./DeskProvider";
import { InboxScreen } from "./inbox/InboxScreen";
import { useDeskRights } from "./rights";
import { AUDIT, CASES, CORRECTIONS, IMPORTS, sectionOf, UNANSWERED } from "./sections";
import { useDeskTexts } from "./texts/texts";
import { useActivity } from "./useActivity";
import { WorkHeader } from "./WorkHeader";

const AuditScreen = lazy(() => import("./audit/AuditScreen"));
const ImportScreen = lazy(() => import("./imports/ImportScreen"));
const UnansweredScreen = lazy(() => import("./unanswered/UnansweredScreen"));

/** Where HR, payroll and auditors work: cases, what went unanswered, payroll files and the audit log. */
export default function DeskScreen() {
  return (
    <DeskProvider>
      <Desk />
    </DeskProvider>
  );
}

function Desk() {
  const texts = useDeskTexts();
  const [, part, id] = useRoute();
  const narrow = useNarrow();
  const section = sectionOf(part);
  const activity = useActivity(section === CASES ? id : undefined);
  return (
    <Box
      sx={{ height: "100%", display: "flex", flexDirection: "column", minWidth: 0, bgcolor: "chat.canvas" }}
    >
      {narrow && id ? (
        // What was chosen takes the whole screen of a phone, with its own way back.
        <header style={visuallyHidden}>
          <h1>{texts.title}</h1>
        </header>
      ) : (
        <WorkHeader title={texts.title}>
          <DeskNav current={section === CORRECTIONS ? CASES : section} unread={activity?.unread ?? 0} />
        </WorkHeader>
      )}
      <Suspense fallback={<Waiting />}>
        <Shown part={part} id={id} />
      </Suspense>
    </Box>
  );
}

function Shown({ part, id }: { part: string | undefined; id: string | undefined }) {
  const rights = useDeskRights();
  const section = sectionOf(part);
  if (section === UNANSWERED) return <UnansweredScreen />;
  if (section === IMPORTS && rights.imports) return <ImportScreen />;
  if (section === AUDIT && rights.audits) return <AuditScreen />;
  const corrections = section === CORRECTIONS && rights.isHr;
  return <InboxScreen corrections={corrections} openId={section === CASES || corrections ? id : undefined} />;
}

function Waiting() {
  const texts = useTexts();
  return (
    <Box component="main" sx={{ flex: 1, display: "grid", placeItems: "center" }}>
      <CircularProgress aria-label={texts.loading} />
    </Box>
  );
}
