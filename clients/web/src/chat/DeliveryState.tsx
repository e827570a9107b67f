import Button from "@mui/material/Button";
import Stack from "@mui/material/Stack";
import Typography from "@mui/material/Typography";
import { useTexts } from "../locale/texts";
import type { Delivery } from "../outbox/slice";
import { useAppSelector } from "../store";
import { ClockIcon, WarningIcon } from "../ui/icons";
import { useClient } from "../ui/Providers";

/** How far a message of one's own has come; when it was refused, why, and what to do. */
export function DeliveryState({ clientId, delivery }: { clientId: string; delivery: Delivery }) {
  const texts = useTexts();
  const client = useClient();
  const online = useAppSelector((state) => state.session.online);
  if (delivery.state !== "failed") {
    const words =
      delivery.state === "queued" && !online
        ? texts.chat.state.queuedOffline
        : texts.chat.state[delivery.state];
    return (
      <Stack
        direction="row"
        spacing={0.5}
        data-delivery={delivery.state}
        sx={{ alignItems: "center", color: "text.secondary", mt: 0.5 }}
      >
        <ClockIcon sx={{ fontSize: 14 }} />
        <Typography variant="caption">{words}</Typography>
      </Stack>
    );
  }
  const { detail, code } = delivery.refusal;
  return (
    <Stack role="alert" data-delivery="failed" sx={{ alignItems: "flex-end", mt: 0.5, maxWidth: "80%" }}>
      <Stack direction="row" spacing={0.5} sx={{ alignItems: "center", color: "error.main" }}>
        <WarningIcon sx={{ fontSize: 16 }} />
        <Typography variant="caption">
          {texts.chat.state.failed}. {detail || texts.problem.unexpected} {code && texts.supportCode(code)}
        </Typography>
      </Stack>
      <Stack direction="row">
        <Button size="small" onClick={() => client.sender.retry(clientId)}>
          {texts.retry}
        </Button>
        <Button size="small" color="error" onClick={() => void client.sender.discard(clientId)}>
          {texts.discard}
        </Button>
      </Stack>
    </Stack>
  );
}
