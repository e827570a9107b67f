import { Bar, BarChart, CartesianGrid, ResponsiveContainer, Tooltip, XAxis, YAxis } from "recharts";
import { formatShortMoney } from "../../locale/format";
import { useTexts } from "../../locale/texts";
import { type FigureProps, HEIGHT, useFigureStyle } from "./figure";

/** A value for each label: pay, month by month. */
export function BarFigure({ points, figure, summary }: FigureProps) {
  const texts = useTexts();
  const style = useFigureStyle();
  const data = points.map((point) => ({ label: point.label, value: Number(point.value) }));
  return (
    <ResponsiveContainer width="100%" height={HEIGHT} initialDimension={{ width: 320, height: HEIGHT }}>
      <BarChart
        data={data}
        accessibilityLayer
        title={summary}
        margin={{ top: 8, right: 12, bottom: 0, left: 0 }}
      >
        <CartesianGrid vertical={false} stroke={style.line} />
        <XAxis
          dataKey="label"
          tick={style.tick}
          tickLine={false}
          axisLine={{ stroke: style.line }}
          minTickGap={4}
        />
        <YAxis
          tickFormatter={formatShortMoney}
          tick={style.tick}
          tickLine={false}
          axisLine={false}
          width={56}
        />
        <Tooltip {...style.tooltip} formatter={(value) => [figure(Number(value)), texts.chart.value]} />
        <Bar
          dataKey="value"
          fill={style.colours[0] ?? ""}
          radius={[6, 6, 0, 0]}
          maxBarSize={44}
          isAnimationActive={style.animated}
        />
      </BarChart>
    </ResponsiveContainer>
  );
}
