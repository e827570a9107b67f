import { useTexts } from "../../locale/texts";
import { ConfirmDialog } from "../../ui/ConfirmDialog";
import { useClient } from "../../ui/Providers";

/** Deletes the conversation everywhere, after asking. */
export function EraseDialog({ onClose, onDone }: { onClose: () => void; onDone: () => void }) {
  const texts = useTexts();
  const client = useClient();
  return (
    <ConfirmDialog
      title={texts.erase.title}
      body={texts.erase.body}
      confirm={texts.erase.confirm}
      onConfirm={async () => {
        await client.eraseConversation();
        onDone();
      }}
      onClose={onClose}
    />
  );
}
