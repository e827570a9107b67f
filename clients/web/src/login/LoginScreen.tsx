import Box from "@mui/material/Box";
import Button from "@mui/material/Button";
import IconButton from "@mui/material/IconButton";
import InputAdornment from "@mui/material/InputAdornment";
import Paper from "@mui/material/Paper";
import Stack from "@mui/material/Stack";
import TextField from "@mui/material/TextField";
import Typography from "@mui/material/Typography";
import { type FormEvent, useId, useState } from "react";
import { ApiProblem } from "../api/problem";
import { useTexts } from "../locale/texts";
import { useAppSelector } from "../store";
import { CloseIcon, EyeIcon, EyeOffIcon, LockIcon } from "../ui/icons";
import { Mark } from "../ui/Mark";
import { messageOf, Notice } from "../ui/Notice";
import { useClient } from "../ui/Providers";
import { useMainPart, useNarrow } from "../ui/useNarrow";
import { DirectoryButton, entryProblem } from "./DirectoryButton";
import { ForgottenPassword } from "./ForgottenPassword";

/** Where a person says who they are; after a session that ended by itself, the way back to where they were. */
export function LoginScreen({ onClose }: { onClose?: () => void }) {
  const texts = useTexts();
  const narrow = useNarrow();
  const [forgotten, setForgotten] = useState(false);
  return (
    <Box
      component={useMainPart()}
      sx={{
        minHeight: "100%",
        display: "grid",
        // Letters twice as large on a narrow screen break their words rather than widen the page.
        gridTemplateColumns: "minmax(0, 1fr)",
        overflowWrap: "anywhere",
        placeItems: "center",
        bgcolor: "chat.canvas",
        p: narrow ? 2 : 4,
        boxSizing: "border-box",
      }}
    >
      <Paper
        variant="outlined"
        sx={{ width: "100%", maxWidth: 420, p: narrow ? 3 : 4, borderRadius: 2, boxSizing: "border-box" }}
      >
        <Stack spacing={3}>
          <Stack direction="row" sx={{ alignItems: "center", justifyContent: "space-between" }}>
            <Brand />
            {onClose && (
              <IconButton onClick={onClose} aria-label={texts.close}>
                <CloseIcon />
              </IconButton>
            )}
          </Stack>
          {forgotten ? (
            <ForgottenPassword onBack={() => setForgotten(false)} />
          ) : (
            <Credentials onForgotten={() => setForgotten(true)} />
          )}
        </Stack>
      </Paper>
    </Box>
  );
}

function Brand() {
  const texts = useTexts();
  return (
    <Stack direction="row" spacing={1.5} sx={{ alignItems: "center" }}>
      <Mark
        color="primary"
        sx={{ fontSize: 44, "--mark-lines": (theme) => theme.palette.background.paper }}
      />
      <Box>
        <Typography component="p" variant="h2">
          {texts.product}
        </Typography>
        <Typography variant="body2" color="textSecondary">
          {texts.tagline}
        </Typography>
      </Box>
    </Stack>
  );
}

function Credentials({ onForgotten }: { onForgotten: () => void }) {
  const texts = useTexts();
  const client = useClient();
  const person = useAppSelector((state) => state.session.person);
  const unsent = useAppSelector((state) => Object.keys(state.outbox.deliveries).length);
  const [email, setEmail] = useState(person?.email ?? "");
  const [password, setPassword] = useState("");
  const [shown, setShown] = useState(false);
  const [busy, setBusy] = useState(false);
  const [problem, setProblem] = useState<string | null>(() =>
    entryProblem(client.session.takeEntryError(), texts),
  );
  const problemId = useId();

  const submit = async (event: FormEvent): Promise<void> => {
    event.preventDefault();
    if (busy) return;
    if (email.trim() === "" || password === "") {
      setProblem(texts.login.missing);
      return;
    }
    setBusy(true);
    setProblem(null);
    try {
      await client.session.logIn(email.trim(), password);
    } catch (error) {
      const locked = error instanceof ApiProblem && error.status === 429;
      setProblem(locked ? `${texts.login.locked} ${messageOf(error, texts)}` : messageOf(error, texts));
      setBusy(false);
    }
  };

  return (
    <Stack component="form" spacing={2} noValidate onSubmit={submit} aria-busy={busy}>
      <Box>
        <Typography variant="h1">{texts.login.title}</Typography>
        <Typography color="textSecondary" sx={{ mt: 0.5 }}>
          {texts.login.subtitle}
        </Typography>
      </Box>
      {person && !problem && (
        <Notice severity="info">
          {texts.login.expired} {unsent > 0 && texts.login.waiting(unsent)}
        </Notice>
      )}
      {problem && (
        <div id={problemId}>
          <Notice severity="error">{problem}</Notice>
        </div>
      )}
      <TextField
        label={texts.login.email}
        type="email"
        name="email"
        autoComplete="username"
        autoFocus={!person}
        required
        fullWidth
        value={email}
        onChange={(event) => setEmail(event.target.value)}
        slotProps={{ htmlInput: { maxLength: 254, "aria-describedby": problem ? problemId : undefined } }}
      />
      <TextField
        label={texts.login.password}
        type={shown ? "text" : "password"}
        name="password"
        autoComplete="current-password"
        autoFocus={Boolean(person)}
        required
        fullWidth
        value={password}
        onChange={(event) => setPassword(event.target.value)}
        slotProps={{
          htmlInput: { maxLength: 256, "aria-describedby": problem ? problemId : undefined },
          input: {
            endAdornment: (
              <InputAdornment position="end">
                <IconButton
                  edge="end"
                  aria-label={shown ? texts.login.hide : texts.login.show}
                  onClick={() => setShown(!shown)}
                >
                  {shown ? <EyeOffIcon /> : <EyeIcon />}
                </IconButton>
              </InputAdornment>
            ),
          },
        }}
      />
      <Button type="submit" variant="contained" size="large" loading={busy} loadingPosition="start">
        {busy ? texts.login.submitting : texts.login.submit}
      </Button>
      <DirectoryButton onProblem={setProblem} />
      <Stack direction="row" sx={{ justifyContent: "space-between", flexWrap: "wrap" }}>
        <Button size="small" onClick={onForgotten}>
          {texts.login.forgot}
        </Button>
        {person && (
          <Button size="small" onClick={() => void client.session.logOut(false)}>
            {texts.login.other}
          </Button>
        )}
      </Stack>
      <Stack direction="row" spacing={1} sx={{ alignItems: "center", color: "text.secondary" }}>
        <LockIcon fontSize="small" />
        <Typography variant="caption">{texts.login.privacy}</Typography>
      </Stack>
    </Stack>
  );
}
