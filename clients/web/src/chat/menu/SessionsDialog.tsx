import Button from "@mui/material/Button";
import CircularProgress from "@mui/material/CircularProgress";
import Dialog from "@mui/material/Dialog";
import DialogActions from "@mui/material/DialogActions";
import DialogContent from "@mui/material/DialogContent";
import DialogTitle from "@mui/material/DialogTitle";
import List from "@mui/material/List";
import ListItem from "@mui/material/ListItem";
import ListItemText from "@mui/material/ListItemText";
import { useCallback, useEffect, useId, useState } from "react";
import type { Session } from "../../api/identity";
import { formatMoment } from "../../locale/format";
import { useTexts } from "../../locale/texts";
import { messageOf, Notice } from "../../ui/Notice";
import { useClient } from "../../ui/Providers";
import { deviceOf } from "./device";

/** Where the person is logged in, and ending any of those sessions. */
export function SessionsDialog({ onClose }: { onClose: () => void }) {
  const texts = useTexts();
  const client = useClient();
  const titleId = useId();
  const [sessions, setSessions] = useState<Session[] | null>(null);
  const [problem, setProblem] = useState<string | null>(null);

  const read = useCallback(async (): Promise<void> => {
    try {
      setSessions(await client.session.sessions());
    } catch (error) {
      setProblem(messageOf(error, texts));
    }
  }, [client, texts]);
  useEffect(() => void read(), [read]);

  const end = async (id: string): Promise<void> => {
    setProblem(null);
    try {
      await client.session.endSession(id);
      await read();
    } catch (error) {
      setProblem(messageOf(error, texts));
    }
  };

  return (
    <Dialog open onClose={onClose} aria-labelledby={titleId} fullWidth maxWidth="sm">
      <DialogTitle id={titleId} component="h2" variant="h2">
        {texts.sessions.title}
      </DialogTitle>
      <DialogContent>
        {problem && <Notice severity="error">{problem}</Notice>}
        {!sessions && !problem && <CircularProgress aria-label={texts.loading} />}
        <List>
          {sessions?.map((session) => {
            const device = deviceOf(session.user_agent) ?? texts.sessions.unknown;
            return (
              <ListItem key={session.session_id} disableGutters divider>
                <ListItemText
                  primary={session.current ? `${device} (${texts.sessions.current})` : device}
                  secondary={[texts.sessions.lastUsed(formatMoment(session.last_used_at)), session.address]
                    .filter(Boolean)
                    .join(" · ")}
                />
                {!session.current && (
                  <Button
                    onClick={() => void end(session.session_id)}
                    aria-label={texts.sessions.endOf(device)}
                  >
                    {texts.sessions.end}
                  </Button>
                )}
              </ListItem>
            );
          })}
        </List>
      </DialogContent>
      <DialogActions sx={{ px: 3, pb: 2 }}>
        <Button onClick={onClose} autoFocus>
          {texts.close}
        </Button>
      </DialogActions>
    </Dialog>
  );
}
