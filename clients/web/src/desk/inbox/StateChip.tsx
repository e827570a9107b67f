import Chip from "@mui/material/Chip";
import type { CaseState } from "../api/cases";
import { useDeskTexts } from "../texts/texts";

/** How a case stands: what waits stands out, what is over is quiet. */
export function StateChip({ state }: { state: CaseState }) {
  const texts = useDeskTexts();
  const pending = state === "open" || state === "in_review";
  return (
    <Chip
      size="small"
      label={texts.state[state]}
      color={state === "open" ? "primary" : "default"}
      variant={pending ? "filled" : "outlined"}
      sx={{
        fontWeight: 600,
        ...(state === "in_review" ? { bgcolor: "chat.soft", color: "text.primary" } : {}),
      }}
    />
  );
}
