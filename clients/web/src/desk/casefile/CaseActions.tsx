import Box from "@mui/material/Box";
import Button from "@mui/material/Button";
import { useState } from "react";
import type { CaseDossier, CaseKind, Step } from "../api/cases";
import { NoteDialog } from "../NoteDialog";
import { ACTION_ROW } from "../PaneHead";
import { useDeskRights } from "../rights";
import { useDeskTexts } from "../texts/texts";
import { AssignDialog } from "./AssignDialog";
import type { StepTaker } from "./step";

type Closing = Extract<Step["step"], "resolve" | "approve" | "reject">;

// They end with a yes or a no, not with an answer.
const DECIDED: readonly CaseKind[] = ["leave", "vacation", "bank_account"];

/** Taking a case on, passing it on, and ending it. */
export function CaseActions({ dossier, take }: { dossier: CaseDossier; take: StepTaker }) {
  const texts = useDeskTexts();
  const { personId } = useDeskRights();
  const [open, setOpen] = useState<Closing | "assign" | null>(null);
  const [taking, setTaking] = useState(false);
  const { case: shown, may_decide } = dossier;
  const decided = DECIDED.includes(shown.kind);
  const takeOn = async (): Promise<void> => {
    setTaking(true);
    await take({ step: "assign" }, texts.actions.taken).catch(() => undefined);
    setTaking(false);
  };
  return (
    <Box role="group" aria-label={texts.actions.group} sx={ACTION_ROW}>
      {shown.assigned_to !== personId && (
        <Button size="small" variant="outlined" loading={taking} onClick={() => void takeOn()}>
          {texts.actions.take}
        </Button>
      )}
      <Button size="small" onClick={() => setOpen("assign")}>
        {texts.actions.assign}
      </Button>
      {decided && may_decide && (
        <>
          <Button size="small" color="error" onClick={() => setOpen("reject")}>
            {texts.actions.reject}
          </Button>
          <Button size="small" variant="contained" onClick={() => setOpen("approve")}>
            {texts.actions.approve}
          </Button>
        </>
      )}
      {!decided && (
        <>
          <Button size="small" color="error" onClick={() => setOpen("reject")}>
            {texts.actions.dismiss}
          </Button>
          <Button size="small" variant="contained" onClick={() => setOpen("resolve")}>
            {texts.actions.resolve}
          </Button>
        </>
      )}
      {open === "assign" && <AssignDialog dossier={dossier} take={take} onClose={() => setOpen(null)} />}
      {open !== null && open !== "assign" && (
        <ClosingDialog
          step={open}
          decided={decided}
          dossier={dossier}
          take={take}
          onClose={() => setOpen(null)}
        />
      )}
    </Box>
  );
}

interface ClosingDialogProps {
  step: Closing;
  decided: boolean;
  dossier: CaseDossier;
  take: StepTaker;
  onClose: () => void;
}

function ClosingDialog({ step, decided, dossier, take, onClose }: ClosingDialogProps) {
  const { actions } = useDeskTexts();
  const { case: shown } = dossier;
  const rejects = step === "reject";
  const [title, confirm] = {
    resolve: [actions.resolveTitle, actions.resolve],
    approve: [actions.approveTitle, actions.approve],
    reject: decided ? [actions.rejectTitle, actions.reject] : [actions.dismissTitle, actions.dismiss],
  }[step] as [string, string];
  return (
    <NoteDialog
      place={`${shown.case_id} ${step}`}
      title={title}
      label={rejects ? actions.reason : actions.note}
      hint={rejects ? actions.reasonHint : undefined}
      needed={rejects ? actions.reasonNeeded : undefined}
      confirm={confirm}
      color={rejects ? "error" : "primary"}
      account={step === "approve" && shown.kind === "bank_account"}
      onSubmit={(text, accountNumber) => take({ step, text, accountNumber }, actions.done)}
      onClose={onClose}
    />
  );
}
