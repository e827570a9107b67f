import Button from "@mui/material/Button";
import Dialog from "@mui/material/Dialog";
import DialogActions from "@mui/material/DialogActions";
import DialogContent from "@mui/material/DialogContent";
import DialogTitle from "@mui/material/DialogTitle";
import MenuItem from "@mui/material/MenuItem";
import Stack from "@mui/material/Stack";
import TextField from "@mui/material/TextField";
import { useId, useState } from "react";
import { useTexts } from "../../locale/texts";
import { messageOf, Notice } from "../../ui/Notice";
import { type CaseDossier, casesApi } from "../api/cases";
import { Failure } from "../Failure";
import { useDeskTexts } from "../texts/texts";
import type { StepTaker } from "./step";

interface AssignDialogProps {
  dossier: CaseDossier;
  take: StepTaker;
  onClose: () => void;
}

/** Gives a case to somebody of the desk: not to its own person, nor to who already has it. */
export function AssignDialog({ dossier, take, onClose }: AssignDialogProps) {
  const texts = useDeskTexts();
  const common = useTexts();
  const titleId = useId();
  const { data, error, refetch } = casesApi.useHandlersQuery();
  const [to, setTo] = useState("");
  const [busy, setBusy] = useState(false);
  const [problem, setProblem] = useState<string | null>(null);
  const { assigned_to, person_id } = dossier.case;
  const people = data?.filter(({ user_id }) => user_id !== assigned_to && user_id !== person_id) ?? [];
  const assign = async (): Promise<void> => {
    setBusy(true);
    setProblem(null);
    try {
      await take({ step: "assign", to }, texts.actions.assigned);
      onClose();
    } catch (failure) {
      setProblem(messageOf(failure, common));
      setBusy(false);
    }
  };
  return (
    <Dialog open onClose={onClose} aria-labelledby={titleId} fullWidth maxWidth="xs">
      <DialogTitle id={titleId} component="h2" variant="h2">
        {texts.actions.assignTitle}
      </DialogTitle>
      <DialogContent>
        <Stack spacing={2} sx={{ pt: 1 }}>
          {error && <Failure error={error} onRetry={() => void refetch()} />}
          {problem && <Notice severity="error">{problem}</Notice>}
          <TextField
            select
            fullWidth
            label={texts.actions.assignTo}
            value={to}
            onChange={(event) => setTo(event.target.value)}
            disabled={people.length === 0}
          >
            {people.map((person) => (
              <MenuItem key={person.user_id} value={person.user_id}>
                {person.full_name}
              </MenuItem>
            ))}
          </TextField>
        </Stack>
      </DialogContent>
      <DialogActions sx={{ px: 3, pb: 2 }}>
        <Button onClick={onClose}>{texts.cancel}</Button>
        <Button variant="contained" disabled={to === ""} loading={busy} onClick={() => void assign()}>
          {texts.actions.assignTitle}
        </Button>
      </DialogActions>
    </Dialog>
  );
}
