import Button from "@mui/material/Button";
import Stack from "@mui/material/Stack";
import TextField from "@mui/material/TextField";
import Typography from "@mui/material/Typography";
import { type FormEvent, useState } from "react";
import { useTexts } from "../locale/texts";
import { messageOf, Notice } from "../ui/Notice";
import { useClient } from "../ui/Providers";

/** Asks for the link with which a password is set anew; the answer is the same whether the account exists or not. */
export function ForgottenPassword({ onBack }: { onBack: () => void }) {
  const texts = useTexts();
  const client = useClient();
  const [email, setEmail] = useState("");
  const [state, setState] = useState<"asking" | "busy" | "sent">("asking");
  const [problem, setProblem] = useState<string | null>(null);

  const submit = async (event: FormEvent): Promise<void> => {
    event.preventDefault();
    setState("busy");
    setProblem(null);
    try {
      await client.identity.requestPasswordReset(email.trim());
      setState("sent");
    } catch (error) {
      setProblem(messageOf(error, texts));
      setState("asking");
    }
  };

  return (
    <Stack component="form" spacing={2} noValidate onSubmit={submit}>
      <Typography variant="h1">{texts.login.forgotTitle}</Typography>
      {state === "sent" ? (
        <Notice severity="success">{texts.login.forgotSent}</Notice>
      ) : (
        <>
          <Typography color="textSecondary">{texts.login.forgotIntro}</Typography>
          {problem && <Notice severity="error">{problem}</Notice>}
          <TextField
            label={texts.login.email}
            type="email"
            autoComplete="username"
            autoFocus
            required
            value={email}
            onChange={(event) => setEmail(event.target.value)}
          />
          <Button type="submit" variant="contained" size="large" loading={state === "busy"}>
            {texts.login.forgotSubmit}
          </Button>
        </>
      )}
      <Button onClick={onBack}>{texts.login.back}</Button>
    </Stack>
  );
}
