import Button from "@mui/material/Button";
import Dialog from "@mui/material/Dialog";
import DialogActions from "@mui/material/DialogActions";
import DialogContent from "@mui/material/DialogContent";
import DialogContentText from "@mui/material/DialogContentText";
import DialogTitle from "@mui/material/DialogTitle";
import { useId, useState } from "react";
import { useTexts } from "../locale/texts";
import { messageOf, Notice } from "./Notice";

interface ConfirmDialogProps {
  title: string;
  body: string;
  confirm: string;
  /** Throws what the API throws; the dialog then stays and says why. */
  onConfirm: () => Promise<void>;
  onClose: () => void;
}

/** Asks before something that cannot be undone; the safe answer has the focus. */
export function ConfirmDialog({ title, body, confirm, onConfirm, onClose }: ConfirmDialogProps) {
  const texts = useTexts();
  const [titleId, bodyId] = [useId(), useId()];
  const [busy, setBusy] = useState(false);
  const [problem, setProblem] = useState<string | null>(null);
  const run = async (): Promise<void> => {
    setBusy(true);
    setProblem(null);
    try {
      await onConfirm();
      onClose();
    } catch (error) {
      setProblem(messageOf(error, texts));
      setBusy(false);
    }
  };
  return (
    <Dialog
      open
      onClose={onClose}
      role="alertdialog"
      aria-labelledby={titleId}
      aria-describedby={bodyId}
      maxWidth="xs"
    >
      <DialogTitle id={titleId} component="h2" variant="h2">
        {title}
      </DialogTitle>
      <DialogContent>
        <DialogContentText id={bodyId} variant="body1">
          {body}
        </DialogContentText>
        {problem && <Notice severity="error">{problem}</Notice>}
      </DialogContent>
      <DialogActions sx={{ px: 3, pb: 2 }}>
        <Button onClick={onClose} autoFocus>
          {texts.cancel}
        </Button>
        <Button color="error" variant="contained" loading={busy} onClick={() => void run()}>
          {confirm}
        </Button>
      </DialogActions>
    </Dialog>
  );
}
