import Box from "@mui/material/Box";
import IconButton from "@mui/material/IconButton";
import { useTheme } from "@mui/material/styles";
import Tooltip from "@mui/material/Tooltip";
import { useState } from "react";
import { formatFigure, formatShare } from "../../locale/format";
import { useTexts } from "../../locale/texts";
import { ChartIcon, TableIcon } from "../../ui/icons";
import { Card } from "../payload/Card";
import { FigureTable } from "../payload/DataTable";
import type { ChartPayload } from "../payload/model";
import { BarFigure } from "./BarFigure";
import { DonutFigure } from "./DonutFigure";
import { shares } from "./shape";
import { WaterfallFigure } from "./WaterfallFigure";

/** A chart, and the same figures as a table for whoever prefers it. */
export default function ChartCard({ chart }: { chart: ChartPayload }) {
  const texts = useTexts();
  const theme = useTheme();
  const [asTable, setAsTable] = useState(false);
  const figure = (value: number): string => formatFigure(value, chart.unit);
  const other = asTable ? texts.chart.asChart : texts.chart.asTable;
  const summary = texts.chart.summary(chart.title, chart.points.length);
  const Figure = { bar: BarFigure, donut: DonutFigure, waterfall: WaterfallFigure }[chart.kind];
  return (
    <Card
      title={chart.title}
      actions={
        <Tooltip title={other}>
          <IconButton onClick={() => setAsTable(!asTable)} aria-label={other}>
            {asTable ? <ChartIcon fontSize="small" /> : <TableIcon fontSize="small" />}
          </IconButton>
        </Tooltip>
      }
    >
      {asTable ? (
        <Figures chart={chart} figure={figure} />
      ) : (
        <Box
          sx={{
            px: 1,
            pb: 1.5,
            "& .recharts-surface:focus, & .recharts-surface:focus-visible": {
              outline: `2px solid ${theme.palette.primary.main}`,
              outlineOffset: -2,
              borderRadius: 1,
            },
          }}
        >
          <Figure points={chart.points} figure={figure} summary={summary} />
        </Box>
      )}
    </Card>
  );
}

function Figures({ chart, figure }: { chart: ChartPayload; figure: (value: number) => string }) {
  const texts = useTexts();
  const parts = shares(chart.points);
  const donut = chart.kind === "donut";
  return (
    <FigureTable
      caption={chart.title}
      columns={[texts.chart.label, texts.chart.value, ...(donut ? [texts.chart.share] : [])]}
      rows={chart.points.map((point, index) => [
        point.label,
        figure(Number(point.value)),
        ...(donut ? [formatShare(parts[index] ?? 0)] : []),
      ])}
    />
  );
}
