import {
  Bar,
  BarChart,
  Cell,
  LabelList,
  ReferenceLine,
  ResponsiveContainer,
  Tooltip,
  XAxis,
  YAxis,
} from "recharts";
import { formatShortMoney } from "../../locale/format";
import { useTexts } from "../../locale/texts";
import { type FigureProps, useFigureStyle } from "./figure";
import { floorOf, waterfall } from "./shape";

const ROW = 40;

/** How one total became another: lying bars, so that each cause has room for its name and its signed value. */
export function WaterfallFigure({ points, figure, summary }: FigureProps) {
  const texts = useTexts();
  const style = useFigureStyle();
  const bars = waterfall(points);
  const floor = floorOf(bars);
  const signed = (value: number): string => `${value > 0 ? "+ " : ""}${figure(value)}`;
  const data = bars.map((bar) => ({
    ...bar,
    range: bar.total ? [floor, bar.range[1]] : bar.range,
    said: bar.total ? figure(bar.value) : signed(bar.value),
  }));
  const height = data.length * ROW + 40;
  return (
    <ResponsiveContainer width="100%" height={height} initialDimension={{ width: 320, height }}>
      <BarChart
        data={data}
        layout="vertical"
        accessibilityLayer
        title={summary}
        margin={{ top: 4, right: 92, bottom: 0, left: 4 }}
      >
        <XAxis
          type="number"
          domain={[floor, "dataMax"]}
          tickFormatter={formatShortMoney}
          tick={style.tick}
          tickLine={false}
          axisLine={{ stroke: style.line }}
        />
        <YAxis
          type="category"
          dataKey="label"
          width={118}
          tick={style.tick}
          tickLine={false}
          axisLine={false}
        />
        {floor === 0 && <ReferenceLine x={0} stroke={style.line} />}
        <Tooltip
          {...style.tooltip}
          formatter={(_range, _name, entry) => [
            String((entry.payload as { said: string }).said),
            texts.chart.value,
          ]}
        />
        <Bar dataKey="range" radius={5} maxBarSize={24} isAnimationActive={style.animated}>
          {data.map((bar) => (
            <Cell key={bar.label} fill={bar.total ? style.total : bar.value < 0 ? style.loss : style.gain} />
          ))}
          <LabelList dataKey="said" position="right" fill={style.tick.fill} fontSize={style.tick.fontSize} />
        </Bar>
      </BarChart>
    </ResponsiveContainer>
  );
}
