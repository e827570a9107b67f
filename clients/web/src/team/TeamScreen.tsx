import Box from "@mui/material/Box";
import Button from "@mui/material/Button";
import Paper from "@mui/material/Paper";
import Skeleton from "@mui/material/Skeleton";
import Snackbar from "@mui/material/Snackbar";
import Stack from "@mui/material/Stack";
import Typography from "@mui/material/Typography";
import { useId, useState } from "react";
import type { CaseSummary } from "../desk/api/cases";
import { teamApi } from "../desk/api/team";
import { DeskProvider } from "../desk/DeskProvider";
import { Empty } from "../desk/Empty";
import { Facts } from "../desk/Facts";
import { Failure } from "../desk/Failure";
import { dueOf, subjectOf } from "../desk/inbox/labels";
import { NoteDialog } from "../desk/NoteDialog";
import { useDeskTexts } from "../desk/texts/texts";
import { ageOf, shortDay } from "../desk/time";
import { WorkHeader } from "../desk/WorkHeader";
import { useTexts } from "../locale/texts";
import { CheckIcon } from "../ui/icons";

const EVERY_MS = 30_000;

/** Where a manager answers the vacations and leaves of their people. */
export default function TeamScreen() {
  return (
    <DeskProvider>
      <Team />
    </DeskProvider>
  );
}

function Team() {
  const texts = useDeskTexts();
  const { loading } = useTexts();
  const [told, setTold] = useState<string | null>(null);
  const { data, error, refetch } = teamApi.useTeamRequestsQuery(undefined, {
    pollingInterval: EVERY_MS,
    skipPollingIfUnfocused: true,
    refetchOnFocus: true,
  });
  return (
    <Box sx={{ height: "100%", display: "flex", flexDirection: "column", bgcolor: "chat.canvas" }}>
      <WorkHeader title={texts.team.title} />
      <Box component="main" sx={{ flex: 1, minHeight: 0, overflowY: "auto" }}>
        <Stack spacing={2} sx={{ maxWidth: 760, mx: "auto", p: { xs: 1.5, md: 3 } }}>
          <Typography color="textSecondary">{texts.team.intro}</Typography>
          {error && <Failure error={error} onRetry={() => void refetch()} />}
          {!data && !error && <Skeleton role="status" aria-label={loading} variant="rounded" height={150} />}
          {data?.length === 0 && <Empty title={texts.team.empty} icon={<CheckIcon />} />}
          {data?.map((request) => (
            <Request key={request.case_id} request={request} onDone={setTold} />
          ))}
        </Stack>
      </Box>
      <Snackbar open={told !== null} autoHideDuration={6_000} onClose={() => setTold(null)} message={told} />
    </Box>
  );
}

function Request({ request, onDone }: { request: CaseSummary; onDone: (told: string) => void }) {
  const texts = useDeskTexts();
  const titleId = useId();
  const [open, setOpen] = useState<"approve" | "reject" | null>(null);
  const [decide] = teamApi.useDecideMutation();
  const { start, end, details, person_name } = request;
  const due = dueOf(request, texts);
  const business = details.business_days
    ? ` (${texts.casefile.businessDays(details.business_days.replace(".", ","))})`
    : "";
  const days =
    start && end
      ? (start === end ? shortDay(start) : texts.casefile.range(shortDay(start), shortDay(end))) + business
      : null;
  const rejects = open === "reject";
  return (
    <Paper
      component="article"
      variant="outlined"
      aria-labelledby={titleId}
      sx={{ borderRadius: 1.5, borderColor: "chat.line", p: 2 }}
    >
      <Typography id={titleId} component="h2" variant="h3">
        {person_name}
      </Typography>
      <Typography variant="body2" color="textSecondary" sx={{ mb: 1.5 }}>
        {subjectOf(request, texts)} · {ageOf(request.opened_at)} · {request.number}
      </Typography>
      <Facts facts={[[texts.casefile.days, days]]} />
      {due && (
        <Typography
          variant="body2"
          sx={{
            mt: 1,
            color: due.urgent ? "error.main" : "text.secondary",
            fontWeight: due.urgent ? 600 : 400,
          }}
        >
          {due.text}
        </Typography>
      )}
      <Stack direction="row" spacing={1} sx={{ mt: 2, justifyContent: "flex-end" }}>
        <Button color="error" onClick={() => setOpen("reject")} aria-label={texts.team.rejectOf(person_name)}>
          {texts.team.reject}
        </Button>
        <Button
          variant="contained"
          onClick={() => setOpen("approve")}
          aria-label={texts.team.approveOf(person_name)}
        >
          {texts.team.approve}
        </Button>
      </Stack>
      {open && (
        <NoteDialog
          place={`${request.case_id} team ${open}`}
          title={rejects ? texts.team.rejectOf(person_name) : texts.team.approveOf(person_name)}
          intro={days ?? undefined}
          label={rejects ? texts.actions.reason : texts.actions.note}
          hint={rejects ? texts.actions.reasonHint : undefined}
          needed={rejects ? texts.actions.reasonNeeded : undefined}
          confirm={rejects ? texts.team.reject : texts.team.approve}
          color={rejects ? "error" : "primary"}
          onSubmit={async (text) => {
            await decide({ caseId: request.case_id, decision: open, text }).unwrap();
            onDone(texts.actions.done);
          }}
          onClose={() => setOpen(null)}
        />
      )}
    </Paper>
  );
}
