import Box from "@mui/material/Box";
import { Cell, Pie, PieChart, ResponsiveContainer, Tooltip } from "recharts";
import { formatShare } from "../../locale/format";
import { type FigureProps, HEIGHT, useFigureStyle } from "./figure";
import { shares } from "./shape";

/** What a whole is made of, with each part's value and share beside it, so that no colour has to be told apart. */
export function DonutFigure({ points, figure, summary }: FigureProps) {
  const style = useFigureStyle();
  const parts = shares(points);
  const data = points.map((point) => ({ name: point.label, value: Math.abs(Number(point.value)) }));
  const colour = (index: number): string => style.colours[index % style.colours.length] ?? "";
  return (
    <Box sx={{ display: "flex", flexWrap: "wrap", alignItems: "center", gap: 1 }}>
      <Box sx={{ flex: "1 1 180px", minWidth: 0 }}>
        <ResponsiveContainer
          width="100%"
          height={HEIGHT - 40}
          initialDimension={{ width: 220, height: HEIGHT - 40 }}
        >
          <PieChart accessibilityLayer title={summary}>
            <Pie
              data={data}
              dataKey="value"
              nameKey="name"
              innerRadius="58%"
              outerRadius="92%"
              paddingAngle={1.5}
              stroke="none"
              isAnimationActive={style.animated}
            >
              {data.map((part, index) => (
                <Cell key={part.name} fill={colour(index)} />
              ))}
            </Pie>
            <Tooltip {...style.tooltip} formatter={(value, name) => [figure(Number(value)), String(name)]} />
          </PieChart>
        </ResponsiveContainer>
      </Box>
      <Box component="ul" sx={{ flex: "1 1 220px", listStyle: "none", m: 0, p: 1, typography: "body2" }}>
        {points.map((point, index) => (
          <Box
            component="li"
            key={point.label}
            sx={{ display: "flex", alignItems: "baseline", gap: 1, py: 0.375 }}
          >
            <Box
              component="span"
              aria-hidden
              sx={{ width: 10, height: 10, borderRadius: 1, flexShrink: 0, bgcolor: colour(index) }}
            />
            <Box component="span" sx={{ flexGrow: 1 }}>
              {point.label}
            </Box>
            <Box component="span" sx={{ fontVariantNumeric: "tabular-nums", whiteSpace: "nowrap" }}>
              {figure(Number(point.value))}{" "}
              <Box component="span" sx={{ color: "text.secondary" }}>
                {formatShare(parts[index] ?? 0)}
              </Box>
            </Box>
          </Box>
        ))}
      </Box>
    </Box>
  );
}
