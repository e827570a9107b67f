import Button from "@mui/material/Button";
import Dialog from "@mui/material/Dialog";
import DialogActions from "@mui/material/DialogActions";
import DialogContent from "@mui/material/DialogContent";
import DialogTitle from "@mui/material/DialogTitle";
import Stack from "@mui/material/Stack";
import TextField from "@mui/material/TextField";
import Typography from "@mui/material/Typography";
import { type FormEvent, useId, useState } from "react";
import { useTexts } from "../locale/texts";
import { messageOf, Notice } from "../ui/Notice";
import { isConflict } from "./conflict";
import { useDraft } from "./context";
import { useDeskTexts } from "./texts/texts";

export const LONGEST_NOTE = 2_000;
const ACCOUNT = /^[0-9]{6,20}$/;

export interface NoteDialogProps {
  /** Where the text is kept while it is being written. */
  place: string;
  title: string;
  intro?: string | undefined;
  label: string;
  hint?: string | undefined;
  /** What to say when nothing was written; without it, nothing needs to be. */
  needed?: string | undefined;
  confirm: string;
  color?: "primary" | "error";
  /** Whether the number that a bank certifies is asked for as well. */
  account?: boolean;
  /** Throws what the API throws; the dialog then stays, with what was written, and says why. */
  onSubmit: (note: string, account: string) => Promise<unknown>;
  onClose: () => void;
}

/** Asks for the words that go with a decision, and takes it. */
export function NoteDialog(props: NoteDialogProps) {
  const { place, title, intro, label, hint, needed, confirm, color = "primary", account = false } = props;
  const texts = useTexts();
  const desk = useDeskTexts();
  const titleId = useId();
  const [note, setNote] = useDraft(place);
  const [number, setNumber] = useState("");
  const [tried, setTried] = useState(false);
  const [busy, setBusy] = useState(false);
  const [problem, setProblem] = useState<string | null>(null);
  const noteMissing = needed !== undefined && note.trim() === "";
  const accountWrong = account && !ACCOUNT.test(number);

  const submit = async (event: FormEvent): Promise<void> => {
    event.preventDefault();
    setTried(true);
    if (noteMissing || accountWrong || busy) return;
    setBusy(true);
    setProblem(null);
    try {
      await props.onSubmit(note.trim(), number);
      setNote("");
      props.onClose();
    } catch (error) {
      setProblem(
        isConflict(error) ? `${messageOf(error, texts)} ${desk.actions.seeChanges}` : messageOf(error, texts),
      );
      setBusy(false);
    }
  };
  return (
    <Dialog open onClose={props.onClose} aria-labelledby={titleId} fullWidth maxWidth="sm">
      <form noValidate onSubmit={(event) => void submit(event)}>
        <DialogTitle id={titleId} component="h2" variant="h2">
          {title}
        </DialogTitle>
        <DialogContent>
          <Stack spacing={2} sx={{ pt: 1 }}>
            {intro && <Typography color="textSecondary">{intro}</Typography>}
            {problem && <Notice severity="error">{problem}</Notice>}
            {account && (
              <TextField
                autoFocus
                required
                label={desk.actions.account}
                value={number}
                onChange={(event) => setNumber(event.target.value)}
                error={tried && accountWrong}
                helperText={tried && accountWrong ? desk.actions.accountWrong : desk.actions.accountHint}
                slotProps={{ htmlInput: { inputMode: "numeric", autoComplete: "off", maxLength: 20 } }}
              />
            )}
            <TextField
              autoFocus={!account}
              multiline
              minRows={3}
              maxRows={10}
              required={needed !== undefined}
              label={label}
              value={note}
              onChange={(event) => setNote(event.target.value)}
              error={tried && noteMissing}
              helperText={tried && noteMissing ? needed : hint}
              slotProps={{ htmlInput: { maxLength: LONGEST_NOTE } }}
            />
          </Stack>
        </DialogContent>
        <DialogActions sx={{ px: 3, pb: 2 }}>
          <Button onClick={props.onClose}>{desk.cancel}</Button>
          <Button type="submit" variant="contained" color={color} loading={busy}>
            {confirm}
          </Button>
        </DialogActions>
      </form>
    </Dialog>
  );
}
