import IconButton from "@mui/material/IconButton";
import Table from "@mui/material/Table";
import TableBody from "@mui/material/TableBody";
import TableCell from "@mui/material/TableCell";
import TableContainer from "@mui/material/TableContainer";
import TableFooter from "@mui/material/TableFooter";
import TableHead from "@mui/material/TableHead";
import TableRow from "@mui/material/TableRow";
import Tooltip from "@mui/material/Tooltip";
import { dayOf } from "../../locale/format";
import { useTexts } from "../../locale/texts";
import { save } from "../../ui/download";
import { DownloadIcon } from "../../ui/icons";
import { Card } from "./Card";
import { toCsv } from "./csv";
import type { TablePayload } from "./model";

/** Rows of figures: the first column names them, figures are aligned to the right, the last row adds up. */
export function DataTable({ table }: { table: TablePayload }) {
  const texts = useTexts();
  const download = (): void => {
    const csv = toCsv([table.columns, ...table.rows, ...(table.total ? [table.total] : [])]);
    save(new Blob([csv], { type: "text/csv;charset=utf-8" }), `${table.title} ${dayOf(new Date())}.csv`);
  };
  return (
    <Card
      title={table.title}
      actions={
        <Tooltip title={texts.table.download}>
          <IconButton onClick={download} aria-label={texts.table.download}>
            <DownloadIcon fontSize="small" />
          </IconButton>
        </Tooltip>
      }
    >
      <FigureTable caption={table.title} columns={table.columns} rows={table.rows} total={table.total} />
    </Card>
  );
}

interface FigureTableProps {
  caption: string;
  columns: string[];
  rows: string[][];
  total?: string[] | null;
}

/** The table itself, which scrolls sideways by touch or keyboard when it is wider than its place. */
export function FigureTable({ caption, columns, rows, total = null }: FigureTableProps) {
  return (
    <TableContainer
      tabIndex={0}
      role="group"
      aria-label={caption}
      sx={{ maxHeight: 420, borderTop: 1, borderColor: "chat.line", outlineOffset: -2 }}
    >
      <Table
        size="small"
        stickyHeader
        sx={{
          "& th, & td": { typography: "body2", borderColor: "chat.line", px: 2 },
          "& th:not(:first-of-type), & td": {
            textAlign: "right",
            fontVariantNumeric: "tabular-nums",
            whiteSpace: "nowrap",
          },
          "& thead th": { bgcolor: "chat.soft", fontWeight: 600, color: "text.primary" },
          "& tfoot th, & tfoot td": {
            fontWeight: 700,
            color: "text.primary",
            borderTop: 2,
            borderBottom: 0,
            borderTopColor: "chat.line",
          },
        }}
      >
        <TableHead>
          <TableRow>
            {columns.map((column, index) => (
              // biome-ignore lint/suspicious/noArrayIndexKey: two columns may have one name
              <TableCell key={`${index}${column}`} component="th" scope="col">
                {column}
              </TableCell>
            ))}
          </TableRow>
        </TableHead>
        <TableBody>
          {rows.map((row, index) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: two rows may be alike
            <Row key={`${index}${row[0]}`} cells={row} />
          ))}
        </TableBody>
        {total && (
          <TableFooter>
            <Row cells={total} />
          </TableFooter>
        )}
      </Table>
    </TableContainer>
  );
}

function Row({ cells }: { cells: string[] }) {
  const [name, ...figures] = cells;
  return (
    <TableRow>
      <TableCell component="th" scope="row" dir="auto">
        {name}
      </TableCell>
      {figures.map((figure, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: a cell is known by its column
        <TableCell key={index}>{figure}</TableCell>
      ))}
    </TableRow>
  );
}
