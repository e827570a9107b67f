import { useTexts } from "../../locale/texts";
import { useAppSelector } from "../../store";
import { ConfirmDialog } from "../../ui/ConfirmDialog";
import { useClient } from "../../ui/Providers";

/** Ends every session of the person, after asking. */
export function LogOutEverywhereDialog({ onClose }: { onClose: () => void }) {
  const texts = useTexts();
  const client = useClient();
  const unsent = useAppSelector((state) => Object.keys(state.outbox.deliveries).length);
  return (
    <ConfirmDialog
      title={texts.logOut.title}
      body={unsent > 0 ? `${texts.logOut.body} ${texts.logOut.unsent}` : texts.logOut.body}
      confirm={texts.logOut.confirm}
      onConfirm={() => client.session.logOut(true)}
      onClose={onClose}
    />
  );
}
