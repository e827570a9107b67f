import Paper from "@mui/material/Paper";
import Table from "@mui/material/Table";
import TableBody from "@mui/material/TableBody";
import TableCell from "@mui/material/TableCell";
import TableContainer from "@mui/material/TableContainer";
import TableHead from "@mui/material/TableHead";
import TableRow from "@mui/material/TableRow";
import type { ReactNode } from "react";

export interface TableColumn<Row> {
  name: string;
  show: (row: Row) => ReactNode;
  align?: "left" | "right";
  width?: string | number;
  /** For dates and the like, which are read at a glance. */
  oneLine?: boolean;
}

interface RowTableProps<Row> {
  label: string;
  columns: TableColumn<Row>[];
  rows: readonly Row[];
  keyOf: (row: Row, index: number) => string;
}

/** Rows of text and figures; wider than its place, it scrolls by touch or keyboard. */
export function RowTable<Row>({ label, columns, rows, keyOf }: RowTableProps<Row>) {
  return (
    <TableContainer
      component={Paper}
      variant="outlined"
      role="region"
      aria-label={label}
      tabIndex={0}
      sx={{ borderRadius: 1.5, borderColor: "chat.line" }}
    >
      <Table
        size="small"
        sx={{ "& th, & td": { typography: "body2", borderColor: "chat.line", verticalAlign: "top" } }}
      >
        <TableHead>
          <TableRow sx={{ "& th": { bgcolor: "chat.soft", fontWeight: 600, whiteSpace: "nowrap" } }}>
            {columns.map(({ name, align, width }) => (
              <TableCell key={name} scope="col" align={align ?? "left"} sx={width ? { width } : {}}>
                {name}
              </TableCell>
            ))}
          </TableRow>
        </TableHead>
        <TableBody sx={{ "& tr:last-of-type td": { borderBottom: 0 } }}>
          {rows.map((row, index) => (
            <TableRow key={keyOf(row, index)}>
              {columns.map(({ name, show, align, oneLine }) => (
                <TableCell
                  key={name}
                  align={align ?? "left"}
                  dir={align === "right" ? undefined : "auto"}
                  sx={{
                    ...(oneLine ? { whiteSpace: "nowrap" } : { overflowWrap: "anywhere" }),
                    ...(align === "right" ? { fontVariantNumeric: "tabular-nums" } : {}),
                  }}
                >
                  {show(row)}
                </TableCell>
              ))}
            </TableRow>
          ))}
        </TableBody>
      </Table>
    </TableContainer>
  );
}
