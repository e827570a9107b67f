import Box from "@mui/material/Box";
import Paper from "@mui/material/Paper";
import type { ReactNode } from "react";

/** On a phone, in the place of a table: a card for each row. */
export function RowCards<Row>({
  label,
  rows,
  keyOf,
  show,
}: {
  label: string;
  rows: readonly Row[];
  keyOf: (row: Row, index: number) => string;
  show: (row: Row) => ReactNode;
}) {
  return (
    <Box component="ul" aria-label={label} sx={{ m: 0, p: 0, listStyle: "none", display: "grid", gap: 1 }}>
      {rows.map((row, index) => (
        <Paper
          component="li"
          key={keyOf(row, index)}
          variant="outlined"
          sx={{ borderRadius: 1.5, borderColor: "chat.line", p: 1.5, minWidth: 0 }}
        >
          {show(row)}
        </Paper>
      ))}
    </Box>
  );
}
