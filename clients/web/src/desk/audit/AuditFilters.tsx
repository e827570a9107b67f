import Box from "@mui/material/Box";
import Button from "@mui/material/Button";
import MenuItem from "@mui/material/MenuItem";
import Paper from "@mui/material/Paper";
import TextField from "@mui/material/TextField";
import { useDeskTexts } from "../texts/texts";
import { type AuditFilter, badDates, EVERYTHING } from "./filter";
import { PersonField } from "./PersonField";

interface AuditFiltersProps {
  filter: AuditFilter;
  onChange: (filter: AuditFilter) => void;
}

/** Whose data, who, what, how it ended, and when. */
export function AuditFilters({ filter, onChange }: AuditFiltersProps) {
  const texts = useDeskTexts();
  const { audit } = texts;
  const change = (part: Partial<AuditFilter>): void => onChange({ ...filter, ...part });
  const select = (
    name: "action" | "outcome",
    label: string,
    any: string,
    choices: Record<string, string>,
  ) => (
    <TextField
      select
      size="small"
      label={label}
      value={filter[name]}
      onChange={(event) => change({ [name]: event.target.value })}
      slotProps={{ select: { displayEmpty: true }, inputLabel: { shrink: true } }}
    >
      <MenuItem value="">{any}</MenuItem>
      {Object.entries(choices).map(([value, shown]) => (
        <MenuItem key={value} value={value}>
          {shown}
        </MenuItem>
      ))}
    </TextField>
  );
  const date = (name: "since" | "until", label: string) => (
    <TextField
      type="date"
      size="small"
      label={label}
      value={filter[name]}
      error={badDates(filter)}
      helperText={name === "until" && badDates(filter) ? audit.badDates : undefined}
      onChange={(event) => change({ [name]: event.target.value })}
      slotProps={{ inputLabel: { shrink: true } }}
    />
  );
  return (
    <Paper
      role="search"
      variant="outlined"
      aria-label={texts.filters}
      sx={{ p: 2, borderRadius: 1.5, borderColor: "chat.line" }}
    >
      <Box sx={{ display: "grid", gap: 1.5, gridTemplateColumns: "repeat(auto-fit, minmax(220px, 1fr))" }}>
        <PersonField
          label={audit.subject}
          person={filter.subject}
          onChoose={(subject) => change({ subject })}
        />
        <PersonField label={audit.actor} person={filter.actor} onChoose={(actor) => change({ actor })} />
        {select("action", audit.action, audit.anyAction, audit.families)}
        {select("outcome", audit.outcome, texts.all, audit.outcomes)}
        {date("since", audit.since)}
        {date("until", audit.until)}
        <Button sx={{ justifySelf: "start" }} onClick={() => onChange(EVERYTHING)}>
          {texts.clear}
        </Button>
      </Box>
    </Paper>
  );
}
