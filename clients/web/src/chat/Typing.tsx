import { keyframes } from "@emotion/react";
import Box from "@mui/material/Box";
import { visuallyHidden } from "@mui/utils";
import { useTexts } from "../locale/texts";

const breathing = keyframes({ "0%, 60%, 100%": { opacity: 0.3 }, "30%": { opacity: 1 } });

/** The assistant is working on an answer. */
export function Typing() {
  const texts = useTexts();
  return (
    <Box
      role="status"
      sx={{
        display: "inline-flex",
        gap: 0.75,
        px: 2,
        py: 1.75,
        mt: 1,
        borderRadius: 2,
        bgcolor: "background.paper",
        border: 1,
        borderColor: "chat.line",
      }}
    >
      <Box component="span" sx={visuallyHidden}>
        {texts.chat.typing}
      </Box>
      {[0, 1, 2].map((dot) => (
        <Box
          key={dot}
          aria-hidden
          sx={{
            width: 7,
            height: 7,
            borderRadius: "50%",
            bgcolor: "text.secondary",
            animation: `${breathing} 1.3s ${dot * 0.18}s infinite`,
            "@media (prefers-reduced-motion: reduce)": { animation: "none" },
          }}
        />
      ))}
    </Box>
  );
}
