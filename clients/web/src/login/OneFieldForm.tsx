import Button from "@mui/material/Button";
import Stack from "@mui/material/Stack";
import TextField, { type TextFieldProps } from "@mui/material/TextField";
import Typography from "@mui/material/Typography";
import { type FormEvent, useState } from "react";
import { useTexts } from "../locale/texts";
import { messageOf, Notice } from "../ui/Notice";

interface OneFieldFormProps {
  title: string;
  intro: string;
  field: Pick<TextFieldProps, "label" | "type" | "autoComplete">;
  submitLabel: string;
  done: string;
  leaveLabel: string;
  onSubmit: (value: string) => Promise<unknown>;
  onLeave: () => void;
}

/** Asks for one thing, sends it, and says what came of it. */
export function OneFieldForm(props: OneFieldFormProps) {
  const texts = useTexts();
  const [value, setValue] = useState("");
  const [state, setState] = useState<"asking" | "busy" | "done">("asking");
  const [problem, setProblem] = useState<string | null>(null);

  const submit = async (event: FormEvent): Promise<void> => {
    event.preventDefault();
    setState("busy");
    setProblem(null);
    try {
      await props.onSubmit(value);
      setState("done");
    } catch (error) {
      setProblem(messageOf(error, texts));
      setState("asking");
    }
  };

  return (
    <Stack component="form" spacing={2} noValidate onSubmit={submit}>
      <Typography variant="h1">{props.title}</Typography>
      {state === "done" ? (
        <Notice severity="success">{props.done}</Notice>
      ) : (
        <>
          <Typography color="textSecondary">{props.intro}</Typography>
          {problem && <Notice severity="error">{problem}</Notice>}
          <TextField
            {...props.field}
            autoFocus
            required
            value={value}
            onChange={(event) => setValue(event.target.value)}
          />
          <Button type="submit" variant="contained" size="large" loading={state === "busy"}>
            {props.submitLabel}
          </Button>
        </>
      )}
      <Button onClick={props.onLeave}>{props.leaveLabel}</Button>
    </Stack>
  );
}
