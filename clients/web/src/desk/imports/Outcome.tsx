import Box from "@mui/material/Box";
import Button from "@mui/material/Button";
import Paper from "@mui/material/Paper";
import Stack from "@mui/material/Stack";
import Typography from "@mui/material/Typography";
import { toCsv } from "../../chat/payload/csv";
import { dayOf, formatNumber } from "../../locale/format";
import { save } from "../../ui/download";
import { DownloadIcon } from "../../ui/icons";
import { Notice } from "../../ui/Notice";
import { RowTable } from "../RowTable";
import { useDeskTexts } from "../texts/texts";
import type { ImportRefusal, ImportReport } from "./upload";

/** How many records a load adds, changes and leaves as they are. */
export function Counts({ report }: { report: ImportReport }) {
  const texts = useDeskTexts().imports;
  return (
    <>
      <Box
        component="dl"
        sx={{ m: 0, display: "grid", gridTemplateColumns: "repeat(auto-fit, minmax(130px, 1fr))", gap: 1.25 }}
      >
        {Object.entries(texts.counts).map(([name, label]) => (
          <Paper
            key={name}
            variant="outlined"
            sx={{
              p: 1.5,
              borderRadius: 1.5,
              borderColor: "chat.line",
              display: "flex",
              flexDirection: "column-reverse",
            }}
          >
            <Typography component="dt" variant="caption" color="textSecondary">
              {label}
            </Typography>
            <Typography component="dd" variant="h1" sx={{ m: 0, fontVariantNumeric: "tabular-nums" }}>
              {formatNumber(report[name as keyof typeof texts.counts])}
            </Typography>
          </Paper>
        ))}
      </Box>
      {report.ignored.length > 0 && (
        <Notice severity="info">{texts.ignored(report.ignored.join(", "))}</Notice>
      )}
    </>
  );
}

/** What is wrong with a file, row by row, to be mended where it comes from. */
export function Problems({ refusal }: { refusal: ImportRefusal }) {
  const { imports: texts, download: downloadLabel } = useDeskTexts();
  const { problems, problem_count } = refusal;
  const download = (): void => {
    const rows = problems.map(({ line, column, reason }) => [String(line), column, reason]);
    const csv = toCsv([[texts.line, texts.column, texts.reason], ...rows]);
    save(new Blob([csv], { type: "text/csv;charset=utf-8" }), `${texts.table} ${dayOf(new Date())}.csv`);
  };
  return (
    <Stack spacing={1.5}>
      <Notice severity="error">
        {texts.problems(problem_count)} {problem_count > problems.length && texts.firstOnes(problems.length)}
      </Notice>
      <Box sx={{ display: "flex", flexWrap: "wrap", alignItems: "center", gap: 1 }}>
        <Typography variant="body2" color="textSecondary" sx={{ flex: "1 1 260px" }}>
          {texts.fix}
        </Typography>
        <Button startIcon={<DownloadIcon />} onClick={download}>
          {downloadLabel}
        </Button>
      </Box>
      <RowTable
        label={texts.table}
        rows={problems}
        keyOf={({ line, column }, index) => `${line} ${column} ${index}`}
        columns={[
          { name: texts.line, align: "right", width: "1%", show: ({ line }) => formatNumber(line) },
          { name: texts.column, width: 180, show: ({ column }) => column || texts.wholeFile },
          { name: texts.reason, show: ({ reason }) => reason.charAt(0).toUpperCase() + reason.slice(1) },
        ]}
      />
    </Stack>
  );
}
