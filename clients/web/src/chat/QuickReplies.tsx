import Box from "@mui/material/Box";
import Button from "@mui/material/Button";
import type { Button as Choice } from "../api/chat";
import { useClient } from "../ui/Providers";

/** The choices of an answer. Old ones can still be chosen, but no longer ask for attention. */
export function QuickReplies({ buttons, latest }: { buttons: Choice[]; latest: boolean }) {
  const client = useClient();
  return (
    <Box
      component="ul"
      sx={{ listStyle: "none", p: 0, m: 0, mt: 1, display: "flex", flexWrap: "wrap", gap: 0.75 }}
    >
      {buttons.map((button) => (
        <li key={button.payload + button.title}>
          <Button
            variant="outlined"
            size="small"
            onClick={() => void client.sender.say(button.payload, button.title)}
            sx={{
              borderRadius: 5,
              px: 1.75,
              bgcolor: "background.paper",
              textAlign: "left",
              ...(latest ? {} : { borderColor: "chat.line", color: "text.secondary" }),
            }}
          >
            {button.title}
          </Button>
        </li>
      ))}
    </Box>
  );
}
