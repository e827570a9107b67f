import Box from "@mui/material/Box";
import Button from "@mui/material/Button";
import TextField from "@mui/material/TextField";
import Typography from "@mui/material/Typography";
import { type FormEvent, useState } from "react";
import { useTexts } from "../../locale/texts";
import { Notice } from "../../ui/Notice";
import { useClient } from "../../ui/Providers";
import { Card } from "./Card";
import { saidOf, shown, wrongDates } from "./dates";
import { FilePicker } from "./FilePicker";
import type { PickerPayload } from "./model";

/** A question that is answered by choosing; writing the answer works just as well. */
export function Picker({ picker }: { picker: PickerPayload }) {
  return (
    <Card title={picker.label}>
      <Box sx={{ px: 2, pb: 2 }}>
        {picker.kind === "file" ? <FilePicker picker={picker} /> : <DatePicker picker={picker} />}
      </Box>
    </Card>
  );
}

function DatePicker({ picker }: { picker: PickerPayload }) {
  const texts = useTexts();
  const client = useClient();
  const range = picker.kind === "date_range";
  const [from, setFrom] = useState("");
  const [to, setTo] = useState("");
  const [sent, setSent] = useState(false);
  const dates = range ? [from, to] : [from];
  const complete = dates.every((date) => date !== "");
  const wrong = complete ? wrongDates(dates, picker, texts) : null;

  const chosen = !complete || wrong ? "" : range ? texts.picker.range(shown(from), shown(to)) : shown(from);

  const submit = (event: FormEvent): void => {
    event.preventDefault();
    if (chosen === "") return;
    setSent(true);
    void client.sender.say(saidOf(dates), chosen);
  };

  const field = (label: string, value: string, onChange: (value: string) => void, min: string | null) => (
    <TextField
      label={label}
      type="date"
      size="small"
      required
      value={value}
      disabled={sent}
      error={wrong !== null}
      onChange={(event) => onChange(event.target.value)}
      slotProps={{
        inputLabel: { shrink: true },
        htmlInput: { min: min ?? undefined, max: picker.max ?? undefined },
      }}
      sx={{ minWidth: 160, flex: "1 1 160px", maxWidth: 240 }}
    />
  );
  return (
    <Box
      component="form"
      noValidate
      onSubmit={submit}
      sx={{ display: "flex", flexWrap: "wrap", gap: 1.5, alignItems: "center" }}
    >
      {field(range ? texts.picker.from : texts.picker.date, from, setFrom, picker.min)}
      {range && field(texts.picker.to, to, setTo, from || picker.min)}
      <Button type="submit" variant="contained" disabled={chosen === "" || sent}>
        {texts.picker.choose}
      </Button>
      {/* A browser in another language writes the month first: in words nobody mistakes the days. */}
      <Typography role="status" variant="body2" color="textSecondary" sx={{ width: "100%" }}>
        {chosen}
      </Typography>
      {wrong && (
        <Box sx={{ width: "100%" }}>
          <Notice severity="error">{wrong}</Notice>
        </Box>
      )}
    </Box>
  );
}
