import Box from "@mui/material/Box";
import MenuItem from "@mui/material/MenuItem";
import TextField from "@mui/material/TextField";
import { useDeskTexts } from "../texts/texts";
import { type InboxFilter, KINDS, STATES } from "./filter";

interface InboxFiltersProps {
  filter: InboxFilter;
  onChange: (change: Partial<InboxFilter>) => void;
}

/** Which cases, and in what order. */
export function InboxFilters({ filter, onChange }: InboxFiltersProps) {
  const texts = useDeskTexts();
  const select = <Name extends keyof InboxFilter>(
    name: Name,
    label: string,
    choices: [InboxFilter[Name], string][],
  ) => (
    <TextField
      select
      size="small"
      label={label}
      value={filter[name]}
      onChange={(event) => onChange({ [name]: event.target.value } as Partial<InboxFilter>)}
      slotProps={{ select: { displayEmpty: true }, inputLabel: { shrink: true } }}
      sx={{ minWidth: 0 }}
    >
      {choices.map(([value, shown]) => (
        <MenuItem key={value} value={value}>
          {shown}
        </MenuItem>
      ))}
    </TextField>
  );
  return (
    <Box
      role="group"
      aria-label={texts.filters}
      sx={{ display: "grid", gridTemplateColumns: "1fr 1fr", gap: 1.25, p: 1.5, pt: 2 }}
    >
      {select("kind", texts.inbox.kind, [
        ["", texts.inbox.anyKind],
        ...KINDS.map((kind): [InboxFilter["kind"], string] => [kind, texts.kind[kind]]),
      ])}
      {select("state", texts.inbox.state, [
        ["pending", texts.inbox.pending],
        ["", texts.inbox.anyState],
        ...STATES.map((state): [InboxFilter["state"], string] => [state, texts.state[state]]),
      ])}
      {select("assigned", texts.inbox.assigned, [
        ["", texts.inbox.anyone],
        ["mine", texts.inbox.mine],
        ["nobody", texts.inbox.nobody],
      ])}
      {select("order", texts.inbox.order, [
        ["due", texts.inbox.orders.due],
        ["oldest", texts.inbox.orders.oldest],
        ["newest", texts.inbox.orders.newest],
      ])}
    </Box>
  );
}
