import Button from "@mui/material/Button";
import Chip from "@mui/material/Chip";
import Dialog from "@mui/material/Dialog";
import DialogActions from "@mui/material/DialogActions";
import DialogContent from "@mui/material/DialogContent";
import DialogTitle from "@mui/material/DialogTitle";
import IconButton from "@mui/material/IconButton";
import Stack from "@mui/material/Stack";
import TextField from "@mui/material/TextField";
import Tooltip from "@mui/material/Tooltip";
import { visuallyHidden } from "@mui/utils";
import { useId, useState } from "react";
import type { Rating } from "../api/chat";
import type { Item } from "../conversation/item";
import { useTexts } from "../locale/texts";
import { ThumbDownIcon, ThumbUpIcon } from "../ui/icons";
import { messageOf, Notice } from "../ui/Notice";
import { useClient } from "../ui/Providers";

const LONGEST_REASON = 500;

/** Thumbs up or down; the latter asks for a reason, which may be left out. */
export function Feedback({ item }: { item: Item }) {
  const texts = useTexts();
  const client = useClient();
  const [asking, setAsking] = useState(false);
  const [failed, setFailed] = useState<string | null>(null);

  const rate = async (rating: Rating, reason?: string): Promise<void> => {
    setFailed(null);
    try {
      await client.reader.rate(item, rating, reason);
      setAsking(false);
    } catch (error) {
      setFailed(messageOf(error, texts));
    }
  };

  return (
    <>
      <Stack direction="row" role="group" aria-label={texts.rating.group}>
        <Tooltip title={texts.rating.up}>
          <IconButton
            aria-label={texts.rating.up}
            aria-pressed={item.rating === "up"}
            sx={item.rating === "up" ? { "&&": { color: "success.main" } } : {}}
            onClick={() => void rate("up")}
          >
            <ThumbUpIcon />
          </IconButton>
        </Tooltip>
        <Tooltip title={texts.rating.down}>
          <IconButton
            aria-label={texts.rating.down}
            aria-pressed={item.rating === "down"}
            sx={item.rating === "down" ? { "&&": { color: "error.main" } } : {}}
            onClick={() => setAsking(true)}
          >
            <ThumbDownIcon />
          </IconButton>
        </Tooltip>
      </Stack>
      <span role="status" style={visuallyHidden}>
        {item.rating ? texts.rating.thanks : ""}
      </span>
      {failed && !asking && <Notice severity="error">{failed}</Notice>}
      {asking && (
        <ReasonDialog
          problem={failed}
          onClose={() => setAsking(false)}
          onSubmit={(reason) => void rate("down", reason)}
        />
      )}
    </>
  );
}

interface ReasonDialogProps {
  problem: string | null;
  onClose: () => void;
  onSubmit: (reason: string) => void;
}

function ReasonDialog({ problem, onClose, onSubmit }: ReasonDialogProps) {
  const texts = useTexts();
  const titleId = useId();
  const [chosen, setChosen] = useState<string | null>(null);
  const [detail, setDetail] = useState("");
  const reason = [chosen, detail.trim()].filter(Boolean).join(": ");
  return (
    <Dialog open onClose={onClose} aria-labelledby={titleId} fullWidth maxWidth="xs">
      <DialogTitle id={titleId} component="h2" variant="h2">
        {texts.rating.title}
      </DialogTitle>
      <DialogContent>
        <Stack spacing={2}>
          {problem && <Notice severity="error">{problem}</Notice>}
          <Stack direction="row" role="group" aria-labelledby={titleId} sx={{ flexWrap: "wrap", gap: 1 }}>
            {texts.rating.reasons.map((each) => (
              <Chip
                key={each}
                label={each}
                color={chosen === each ? "primary" : "default"}
                aria-pressed={chosen === each}
                onClick={() => setChosen(chosen === each ? null : each)}
              />
            ))}
          </Stack>
          <TextField
            label={texts.rating.detail}
            multiline
            minRows={2}
            value={detail}
            onChange={(event) => setDetail(event.target.value)}
            slotProps={{ htmlInput: { maxLength: LONGEST_REASON - 60 } }}
          />
        </Stack>
      </DialogContent>
      <DialogActions sx={{ px: 3, pb: 2 }}>
        <Button onClick={onClose}>{texts.cancel}</Button>
        <Button variant="contained" onClick={() => onSubmit(reason)}>
          {texts.rating.submit}
        </Button>
      </DialogActions>
    </Dialog>
  );
}
