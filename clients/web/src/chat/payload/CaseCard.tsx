import Box from "@mui/material/Box";
import Button from "@mui/material/Button";
import Chip from "@mui/material/Chip";
import Typography from "@mui/material/Typography";
import { useTexts } from "../../locale/texts";
import { CaseIcon } from "../../ui/icons";
import { useClient } from "../../ui/Providers";
import { Card } from "./Card";
import type { CasePayload } from "./model";

/** A case that was opened: its number, what it is about, and how it stands. */
export function CaseCard({ opened }: { opened: CasePayload }) {
  const texts = useTexts();
  const client = useClient();
  return (
    <Card
      title={`${texts.case.title} ${opened.number}`}
      actions={
        <Chip
          size="small"
          color="primary"
          label={texts.case.states[opened.state] ?? opened.state}
          sx={{ mr: 1 }}
        />
      }
    >
      <Box sx={{ display: "flex", alignItems: "center", gap: 1, px: 2, pb: 1.5, color: "text.secondary" }}>
        <CaseIcon fontSize="small" />
        <Typography variant="body2" sx={{ flexGrow: 1 }}>
          {texts.case.kinds[opened.kind] ?? opened.kind}
        </Typography>
        <Button size="small" onClick={() => void client.sender.say(texts.case.askText(opened.number))}>
          {texts.case.ask}
        </Button>
      </Box>
    </Card>
  );
}
