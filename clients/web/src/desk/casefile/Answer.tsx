import Box from "@mui/material/Box";
import Button from "@mui/material/Button";
import TextField from "@mui/material/TextField";
import Typography from "@mui/material/Typography";
import { type FormEvent, type KeyboardEvent, useId, useState } from "react";
import { SendIcon } from "../../ui/icons";
import { useNarrow } from "../../ui/useNarrow";
import type { CaseDossier } from "../api/cases";
import { useDraft } from "../context";
import { LONGEST_NOTE } from "../NoteDialog";
import { useDeskTexts } from "../texts/texts";
import type { StepTaker } from "./step";

const TELL_FROM = 200;

/** Where one writes to the person, who reads it in the same chat. */
export function Answer({ dossier, take }: { dossier: CaseDossier; take: StepTaker }) {
  const texts = useDeskTexts();
  const hintId = useId();
  const narrow = useNarrow();
  const { case_id, person_name } = dossier.case;
  const [text, setText] = useDraft(`${case_id} reply`);
  const [busy, setBusy] = useState(false);
  const left = LONGEST_NOTE - text.length;
  const send = async (): Promise<void> => {
    if (busy || text.trim() === "") return;
    setBusy(true);
    try {
      await take({ step: "reply", text: text.trim() }, texts.actions.replied);
      setText("");
    } catch {
      // The case says why, and the text stays where it is.
    } finally {
      setBusy(false);
    }
  };
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    void send();
  };
  const onKeyDown = (event: KeyboardEvent): void => {
    if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) {
      event.preventDefault();
      void send();
    }
  };
  return (
    <Box
      component="form"
      onSubmit={submit}
      sx={{
        bgcolor: "background.paper",
        borderTop: 1,
        borderColor: "divider",
        px: { xs: 1.5, md: 3 },
        py: 1.5,
      }}
    >
      <Box sx={{ display: "flex", alignItems: "flex-end", gap: 1, maxWidth: 860, mx: "auto" }}>
        <TextField
          fullWidth
          multiline
          size="small"
          maxRows={8}
          label={texts.actions.answer(person_name.split(" ")[0] ?? person_name)}
          value={text}
          onChange={(event) => setText(event.target.value)}
          onKeyDown={onKeyDown}
          slotProps={{ htmlInput: { maxLength: LONGEST_NOTE, "aria-describedby": hintId } }}
        />
        <Button
          type="submit"
          variant="contained"
          startIcon={<SendIcon />}
          loading={busy}
          loadingPosition="start"
          disabled={text.trim() === ""}
        >
          {texts.send}
        </Button>
      </Box>
      <Typography
        id={hintId}
        variant="caption"
        component="p"
        color="textSecondary"
        sx={{ maxWidth: 860, mx: "auto", mt: 0.5 }}
      >
        {left <= TELL_FROM
          ? texts.actions.left(left)
          : narrow
            ? texts.actions.answerHintShort
            : texts.actions.answerHint}
      </Typography>
    </Box>
  );
}
