import Box from "@mui/material/Box";
import IconButton from "@mui/material/IconButton";
import InputBase from "@mui/material/InputBase";
import Paper from "@mui/material/Paper";
import Typography from "@mui/material/Typography";
import useMediaQuery from "@mui/material/useMediaQuery";
import { type FormEvent, type KeyboardEvent, type RefObject, useId } from "react";
import { conversation } from "../conversation/slice";
import { useTexts } from "../locale/texts";
import { useAppDispatch, useAppSelector } from "../store";
import { SendIcon } from "../ui/icons";
import { useClient } from "../ui/Providers";

export const LONGEST = 2_000;
const SAY_WHEN_LEFT = 200;

/** Where one writes. Enter sends, Shift+Enter breaks the line; what is written survives a reload. */
export function Composer({ box }: { box: RefObject<HTMLTextAreaElement | null> }) {
  const texts = useTexts();
  const client = useClient();
  const dispatch = useAppDispatch();
  const draft = useAppSelector((state) => state.conversation.draft);
  const hintId = useId();
  // Where there is a keyboard one begins to write at once; on a phone it would cover what was said.
  const keyboard = useMediaQuery("(pointer: fine)");
  const text = draft.trim();
  const left = LONGEST - [...text].length;

  const send = (): void => {
    if (text === "" || left < 0) return;
    dispatch(conversation.actions.drafted(""));
    void client.sender.say(text);
  };
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    send();
  };
  const press = (event: KeyboardEvent): void => {
    // While an input method composes a letter, Enter belongs to it.
    if (event.key !== "Enter" || event.shiftKey || event.nativeEvent.isComposing) return;
    event.preventDefault();
    send();
  };

  return (
    <Box
      component="form"
      onSubmit={submit}
      sx={{ px: 2, pb: "max(16px, env(safe-area-inset-bottom))", pt: 1 }}
    >
      <Box sx={{ maxWidth: 820, mx: "auto" }}>
        <Paper
          variant="outlined"
          sx={{
            display: "flex",
            alignItems: "flex-end",
            pl: 2,
            pr: 0.75,
            py: 0.75,
            borderRadius: 2,
            "&:focus-within": {
              borderColor: "primary.main",
              boxShadow: (theme) => `0 0 0 1px ${theme.palette.primary.main}`,
            },
          }}
        >
          <InputBase
            multiline
            inputRef={box}
            autoFocus={keyboard}
            maxRows={6}
            fullWidth
            placeholder={texts.chat.placeholder}
            value={draft}
            onChange={(event) => dispatch(conversation.actions.drafted(event.target.value))}
            onKeyDown={press}
            slotProps={{
              input: {
                "aria-label": texts.chat.placeholder,
                "aria-describedby": hintId,
                "aria-invalid": left < 0,
                enterKeyHint: "send",
              },
            }}
            // The whole of the box is where one may press.
            sx={{
              py: 0,
              "& textarea": { py: 1 },
              "& textarea::placeholder": { opacity: 1, color: "text.secondary" },
            }}
          />
          <IconButton
            type="submit"
            disabled={text === "" || left < 0}
            aria-label={texts.chat.send}
            sx={{
              bgcolor: "primary.main",
              color: "primary.contrastText",
              "&:hover": { bgcolor: "primary.dark" },
              "&.Mui-disabled": { bgcolor: "action.disabledBackground" },
            }}
          >
            <SendIcon />
          </IconButton>
        </Paper>
        <Typography
          id={hintId}
          variant="caption"
          component="p"
          role="status"
          sx={{
            color: left < 0 ? "error.main" : "text.secondary",
            px: 1,
            minHeight: left < SAY_WHEN_LEFT ? "1.5em" : 0,
          }}
        >
          {left < 0 ? texts.chat.tooLong(-left) : left < SAY_WHEN_LEFT ? texts.chat.left(left) : ""}
        </Typography>
      </Box>
    </Box>
  );
}
