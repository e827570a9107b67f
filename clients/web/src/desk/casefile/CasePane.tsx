import Box from "@mui/material/Box";
import Skeleton from "@mui/material/Skeleton";
import Snackbar from "@mui/material/Snackbar";
import Stack from "@mui/material/Stack";
import { useState } from "react";
import { useTexts } from "../../locale/texts";
import { messageOf, Notice } from "../../ui/Notice";
import { DESK, hrefOf } from "../../ui/route";
import { type CaseDossier, casesApi } from "../api/cases";
import { isConflict, isGone } from "../conflict";
import { Empty } from "../Empty";
import { Failure } from "../Failure";
import { dueOf, subjectOf } from "../inbox/labels";
import { StateChip } from "../inbox/StateChip";
import { PaneHead } from "../PaneHead";
import { useDeskRights } from "../rights";
import { useDeskTexts } from "../texts/texts";
import { Answer } from "./Answer";
import { CaseActions } from "./CaseActions";
import { CaseFacts } from "./CaseFacts";
import { CaseFiles } from "./CaseFiles";
import { History } from "./History";
import type { StepTaker } from "./step";
import { Transcript } from "./Transcript";

/** Everything about a case, kept up to date while it is open, and what can be done with it. */
export function CasePane({ caseId }: { caseId: string }) {
  const texts = useDeskTexts();
  const { currentData, error, refetch } = casesApi.useCaseQuery(caseId);
  if (currentData) return <OpenCase dossier={currentData} stale={error !== undefined} />;
  if (isGone(error)) return <Empty title={texts.casefile.notFound} />;
  if (error)
    return (
      <Box sx={{ p: 2 }}>
        <Failure error={error} onRetry={() => void refetch()} />
      </Box>
    );
  return <LoadingCase />;
}

function OpenCase({ dossier, stale }: { dossier: CaseDossier; stale: boolean }) {
  const texts = useDeskTexts();
  const common = useTexts();
  const rights = useDeskRights();
  const [takeStep] = casesApi.useTakeStepMutation();
  const [told, setTold] = useState<string | null>(null);
  const [problem, setProblem] = useState<string | null>(null);
  const { case: shown } = dossier;
  const own = shown.person_id === rights.personId;
  const over = shown.state !== "open" && shown.state !== "in_review";
  const handles = rights.handles && !own && !over;
  const due = dueOf(shown, texts);

  const take: StepTaker = async (step, done) => {
    setProblem(null);
    try {
      await takeStep({ caseId: shown.case_id, seenSteps: dossier.steps.length, ...step }).unwrap();
      setTold(done);
    } catch (error) {
      const message = messageOf(error, common);
      setProblem(isConflict(error) ? `${message} ${texts.actions.seeChanges}` : message);
      throw error;
    }
  };
  return (
    <>
      <PaneHead
        title={shown.person_name}
        subtitle={[dossier.position, dossier.area].filter(Boolean).join(" · ")}
        backHref={hrefOf(DESK)}
        state={shown.state}
      >
        {handles && <CaseActions dossier={dossier} take={take} />}
      </PaneHead>
      <Box sx={{ flex: 1, minHeight: 0, overflowY: "auto" }} tabIndex={-1}>
        <Stack spacing={2} sx={{ maxWidth: 860, mx: "auto", p: { xs: 1.5, md: 3 } }}>
          <Box sx={{ display: "flex", flexWrap: "wrap", alignItems: "center", gap: 1, typography: "body2" }}>
            <StateChip state={shown.state} />
            <Box component="span" sx={{ fontWeight: 600 }}>
              {subjectOf(shown, texts)}
            </Box>
            <Box component="span" sx={{ color: "text.secondary" }}>
              {texts.casefile.heading(shown.number)}
            </Box>
            {due && (
              <Box
                component="span"
                sx={{
                  color: due.urgent ? "error.main" : "text.secondary",
                  fontWeight: due.urgent ? 600 : 400,
                }}
              >
                {due.text}
              </Box>
            )}
          </Box>
          {problem && <Notice severity="warning">{problem}</Notice>}
          {stale && <Notice severity="warning">{texts.stale}</Notice>}
          {own && <Notice severity="info">{texts.casefile.own}</Notice>}
          {!rights.handles && <Notice severity="info">{texts.casefile.readOnly}</Notice>}
          <CaseFacts dossier={dossier} />
          {dossier.files.length > 0 && <CaseFiles caseId={shown.case_id} files={dossier.files} />}
          <Transcript lines={dossier.transcript} />
          <History steps={dossier.steps} />
        </Stack>
      </Box>
      {handles && <Answer dossier={dossier} take={take} />}
      <Snackbar open={told !== null} autoHideDuration={6_000} onClose={() => setTold(null)} message={told} />
    </>
  );
}

function LoadingCase() {
  const { loading } = useTexts();
  return (
    <Box role="status" aria-label={loading} sx={{ p: 3, maxWidth: 860 }}>
      <Skeleton width="50%" height={36} />
      <Skeleton width="30%" />
      <Skeleton variant="rounded" height={140} sx={{ mt: 3 }} />
      <Skeleton variant="rounded" height={220} sx={{ mt: 2 }} />
    </Box>
  );
}
