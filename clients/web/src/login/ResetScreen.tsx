import Box from "@mui/material/Box";
import Button from "@mui/material/Button";
import Paper from "@mui/material/Paper";
import Stack from "@mui/material/Stack";
import TextField from "@mui/material/TextField";
import Typography from "@mui/material/Typography";
import { type FormEvent, useState } from "react";
import { useTexts } from "../locale/texts";
import { messageOf, Notice } from "../ui/Notice";
import { useClient } from "../ui/Providers";
import { goTo } from "../ui/route";

/** Where the link of the reset e-mail leads: its token is in the fragment, which is sent to no server. */
export function ResetScreen({ token }: { token: string }) {
  const texts = useTexts();
  const client = useClient();
  const [password, setPassword] = useState("");
  const [state, setState] = useState<"asking" | "busy" | "done">("asking");
  const [problem, setProblem] = useState<string | null>(null);

  const submit = async (event: FormEvent): Promise<void> => {
    event.preventDefault();
    setState("busy");
    setProblem(null);
    try {
      await client.identity.resetPassword(token, password);
      setState("done");
    } catch (error) {
      setProblem(messageOf(error, texts));
      setState("asking");
    }
  };

  return (
    <Box
      component="main"
      sx={{ minHeight: "100%", display: "grid", placeItems: "center", bgcolor: "chat.canvas", p: 2 }}
    >
      <Paper variant="outlined" sx={{ width: "100%", maxWidth: 420, p: 3, borderRadius: 2 }}>
        <Stack component="form" spacing={2} noValidate onSubmit={submit}>
          <Typography variant="h1">{texts.login.resetTitle}</Typography>
          {state === "done" ? (
            <Notice severity="success">{texts.login.resetDone}</Notice>
          ) : (
            <>
              <Typography color="textSecondary">{texts.login.resetIntro}</Typography>
              {problem && <Notice severity="error">{problem}</Notice>}
              <TextField
                label={texts.login.newPassword}
                type="password"
                autoComplete="new-password"
                autoFocus
                required
                value={password}
                onChange={(event) => setPassword(event.target.value)}
              />
              <Button type="submit" variant="contained" size="large" loading={state === "busy"}>
                {texts.login.resetSubmit}
              </Button>
            </>
          )}
          <Button onClick={() => goTo("#/")}>{texts.login.submit}</Button>
        </Stack>
      </Paper>
    </Box>
  );
}
