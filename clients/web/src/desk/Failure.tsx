import Button from "@mui/material/Button";
import { useTexts } from "../locale/texts";
import { messageOf, Notice } from "../ui/Notice";
import { useDeskTexts } from "./texts/texts";

/** Why something could not be read, and another try. */
export function Failure({ error, onRetry }: { error: unknown; onRetry: () => void }) {
  const texts = useTexts();
  const desk = useDeskTexts();
  return (
    <Notice
      severity="error"
      action={
        <Button color="inherit" onClick={onRetry}>
          {desk.retry}
        </Button>
      }
    >
      {messageOf(error, texts)}
    </Notice>
  );
}
