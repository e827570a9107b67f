import Box from "@mui/material/Box";
import IconButton from "@mui/material/IconButton";
import Tooltip from "@mui/material/Tooltip";
import Typography from "@mui/material/Typography";
import { useState } from "react";
import type { Item } from "../conversation/item";
import { formatTime } from "../locale/format";
import { useTexts } from "../locale/texts";
import { CheckIcon, CopyIcon } from "../ui/icons";
import { Feedback } from "./Feedback";

/** When it was said, and copying (`text`) and rating it. */
export function MessageActions({ item, text }: { item: Item; text: string }) {
  const texts = useTexts();
  const [copied, setCopied] = useState(false);
  const own = item.author === "person";
  // Pages without TLS have no clipboard, and a person may refuse it; the text can be selected all the same.
  const copy = (): Promise<void> =>
    navigator.clipboard.writeText(text).then(
      () => setCopied(true),
      () => setCopied(false),
    );
  return (
    <Box
      sx={{
        display: "flex",
        alignItems: "center",
        gap: 0.25,
        color: "text.secondary",
        "& button": { minWidth: 30, minHeight: 30, p: 0.5, color: "inherit" },
        "& svg": { fontSize: 16 },
      }}
    >
      <Typography variant="caption" component="span" aria-hidden sx={{ px: 0.5 }}>
        {formatTime(item.at)}
      </Typography>
      {own && <CheckIcon titleAccess={texts.chat.state.sent} sx={{ fontSize: 14 }} />}
      {text !== "" && !own && "clipboard" in navigator && (
        <Tooltip title={copied ? texts.chat.copied : texts.chat.copy}>
          <IconButton onClick={() => void copy()} aria-label={copied ? texts.chat.copied : texts.chat.copy}>
            {copied ? <CheckIcon /> : <CopyIcon />}
          </IconButton>
        </Tooltip>
      )}
      {item.messageId && <Feedback item={item} />}
    </Box>
  );
}
