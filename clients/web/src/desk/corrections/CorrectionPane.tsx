import Box from "@mui/material/Box";
import Button from "@mui/material/Button";
import Snackbar from "@mui/material/Snackbar";
import Typography from "@mui/material/Typography";
import { useState } from "react";
import { formatMoment } from "../../locale/format";
import { DESK, hrefOf } from "../../ui/route";
import { type Correction, correctionsApi } from "../api/corrections";
import { Block } from "../Block";
import { Empty } from "../Empty";
import { Facts } from "../Facts";
import { NoteDialog } from "../NoteDialog";
import { ACTION_ROW, PaneHead } from "../PaneHead";
import { useDeskRights } from "../rights";
import { CORRECTIONS } from "../sections";
import { useDeskTexts } from "../texts/texts";
import { termOf } from "./term";

/** A correction that somebody asks for, and its answer. */
export function CorrectionPane({ id }: { id: string }) {
  const texts = useDeskTexts();
  const { data } = correctionsApi.useCorrectionsQuery();
  const [told, setTold] = useState<string | null>(null);
  const found = data?.find((each) => each.request_id === id);
  return (
    <>
      {found && <OpenCorrection correction={found} onDone={setTold} />}
      {!found && data && <Empty title={texts.corrections.gone} />}
      <Snackbar open={told !== null} autoHideDuration={6_000} onClose={() => setTold(null)} message={told} />
    </>
  );
}

function OpenCorrection({ correction, onDone }: { correction: Correction; onDone: (told: string) => void }) {
  const texts = useDeskTexts();
  const { personId } = useDeskRights();
  const [open, setOpen] = useState<"accept" | "reject" | "extend" | null>(null);
  const term = termOf(correction, texts);
  return (
    <>
      <PaneHead
        title={correction.person_name ?? ""}
        subtitle={term.text}
        backHref={hrefOf(DESK, CORRECTIONS)}
      >
        {correction.user_id !== personId && (
          <Box role="group" aria-label={texts.actions.group} sx={ACTION_ROW}>
            {correction.state === "received" && (
              <Button size="small" onClick={() => setOpen("extend")}>
                {texts.corrections.extend}
              </Button>
            )}
            <Button size="small" color="error" onClick={() => setOpen("reject")}>
              {texts.corrections.reject}
            </Button>
            <Button size="small" variant="contained" onClick={() => setOpen("accept")}>
              {texts.corrections.accept}
            </Button>
          </Box>
        )}
      </PaneHead>
      <Box sx={{ flex: 1, minHeight: 0, overflowY: "auto" }}>
        <Box sx={{ maxWidth: 860, mx: "auto", p: { xs: 1.5, md: 3 } }}>
          <Block title={texts.corrections.claim}>
            <Typography dir="auto" sx={{ whiteSpace: "pre-wrap", overflowWrap: "anywhere", mb: 2 }}>
              {correction.claim}
            </Typography>
            <Facts
              facts={[
                [texts.corrections.what, texts.corrections.datum[correction.datum] ?? correction.datum],
                [texts.corrections.received, formatMoment(correction.received_at)],
                [texts.corrections.extended, correction.extension_reason],
              ]}
            />
          </Block>
        </Box>
      </Box>
      {open && (
        <AnswerDialog correction={correction} step={open} onDone={onDone} onClose={() => setOpen(null)} />
      )}
    </>
  );
}

interface AnswerDialogProps {
  correction: Correction;
  step: "accept" | "reject" | "extend";
  onDone: (told: string) => void;
  onClose: () => void;
}

function AnswerDialog({ correction, step, onDone, onClose }: AnswerDialogProps) {
  const texts = useDeskTexts().corrections;
  const [answer] = correctionsApi.useAnswerCorrectionMutation();
  const [extend] = correctionsApi.useExtendCorrectionMutation();
  const id = correction.request_id;
  const submit = async (note: string): Promise<void> => {
    if (step === "extend") await extend({ id, reason: note }).unwrap();
    else await answer({ id, accepted: step === "accept", answer: note }).unwrap();
    onDone(step === "extend" ? texts.extendedDone : texts.answered);
  };
  const [title, confirm] = {
    accept: [texts.acceptTitle, texts.accept],
    reject: [texts.rejectTitle, texts.reject],
    extend: [texts.extendTitle, texts.extend],
  }[step] as [string, string];
  return (
    <NoteDialog
      place={`${id} ${step}`}
      title={title}
      label={step === "extend" ? texts.extendReason : texts.answer}
      needed={texts.answerNeeded}
      confirm={confirm}
      color={step === "reject" ? "error" : "primary"}
      onSubmit={submit}
      onClose={onClose}
    />
  );
}
