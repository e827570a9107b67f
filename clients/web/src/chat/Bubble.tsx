import Box from "@mui/material/Box";
import type { ReactNode } from "react";

/** What was said, as text and never as markup; each line keeps the direction of its own script. */
export function Bubble({ own, first, children }: { own: boolean; first: boolean; children: ReactNode }) {
  return (
    <Box
      dir="auto"
      sx={{
        maxWidth: { xs: "88%", sm: "80%" },
        px: 1.75,
        py: 1.125,
        borderRadius: 1.5,
        typography: "body1",
        whiteSpace: "pre-wrap",
        overflowWrap: "anywhere",
        unicodeBidi: "plaintext",
        ...(own
          ? { bgcolor: "chat.own", color: "chat.onOwn", borderBottomRightRadius: 6 }
          : {
              bgcolor: "background.paper",
              border: 1,
              borderColor: "chat.line",
              ...(first ? { borderTopLeftRadius: 6 } : {}),
            }),
      }}
    >
      {children}
    </Box>
  );
}
