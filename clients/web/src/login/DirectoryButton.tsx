import Button from "@mui/material/Button";
import Divider from "@mui/material/Divider";
import { useContext, useEffect, useState } from "react";
import { type Texts, useTexts } from "../locale/texts";
import { DirectoryFailure } from "../session/directory";
import { CaseIcon } from "../ui/icons";
import { messageOf } from "../ui/Notice";
import { useClient } from "../ui/Providers";
import { PanelContext } from "../ui/useNarrow";

/** Why the way in through the directory failed, in words; null when it did not. */
export function entryProblem(error: unknown, texts: Texts): string | null {
  if (error === null) return null;
  if (!(error instanceof DirectoryFailure)) return messageOf(error, texts);
  return error.reason === "lost" ? texts.login.directoryLost : texts.login.directoryRefused;
}

/**
 * The way in through the company's directory, where there is one. Not in a panel of another page: the directory would
 * take that whole page away, and send it back to ours.
 */
export function DirectoryButton({ onProblem }: { onProblem: (problem: string | null) => void }) {
  const texts = useTexts();
  const client = useClient();
  const inPanel = useContext(PanelContext);
  const [offered, setOffered] = useState(false);
  const [busy, setBusy] = useState(false);
  useEffect(() => {
    let here = true;
    // Without an answer the other way in is there, and says what is wrong when it is tried.
    const found = inPanel ? Promise.resolve(false) : client.addresses.hasDirectory().catch(() => false);
    void found.then((has) => here && setOffered(has));
    return () => {
      here = false;
    };
  }, [client, inPanel]);
  if (!offered) return null;
  const go = async (): Promise<void> => {
    setBusy(true);
    onProblem(null);
    try {
      // The page goes away: the button stays busy until then.
      await client.session.goToDirectory();
    } catch (error) {
      onProblem(messageOf(error, texts));
      setBusy(false);
    }
  };
  return (
    <>
      <Divider sx={{ typography: "caption", color: "text.secondary" }}>{texts.login.or}</Divider>
      <Button
        variant="outlined"
        size="large"
        startIcon={<CaseIcon />}
        loading={busy}
        loadingPosition="start"
        onClick={() => void go()}
      >
        {texts.login.directory}
      </Button>
    </>
  );
}
