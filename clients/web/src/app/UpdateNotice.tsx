import Button from "@mui/material/Button";
import Snackbar from "@mui/material/Snackbar";
import { useSyncExternalStore } from "react";
import { useTexts } from "../locale/texts";
import { onWaiting, takeOver, waitingWorker } from "./serviceWorker";

/** Offers the new version once it is here; nothing is reloaded under the person's hands. */
export function UpdateNotice() {
  const texts = useTexts();
  const waiting = useSyncExternalStore(onWaiting, waitingWorker);
  return (
    <Snackbar
      open={waiting !== null}
      message={texts.chat.newVersion}
      anchorOrigin={{ vertical: "top", horizontal: "center" }}
      sx={{ top: { xs: 72 } }}
      action={
        <Button color="inherit" onClick={takeOver}>
          {texts.chat.update}
        </Button>
      }
    />
  );
}
