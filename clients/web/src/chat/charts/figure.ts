import { useTheme } from "@mui/material/styles";
import useMediaQuery from "@mui/material/useMediaQuery";
import type { ChartPoint } from "../payload/model";

export interface FigureProps {
  points: ChartPoint[];
  /** A value as text. */
  figure: (value: number) => string;
  /** What a screen reader says of the whole. */
  summary: string;
}

export const HEIGHT = 260;

/** The looks that every chart shares. */
export function useFigureStyle() {
  const { palette, typography } = useTheme();
  const still = useMediaQuery("(prefers-reduced-motion: reduce)");
  return {
    colours: palette.series,
    gain: palette.success.main,
    loss: palette.error.main,
    total: palette.primary.main,
    line: palette.chat.line,
    animated: !still,
    tick: { fill: palette.text.secondary, fontSize: typography.caption.fontSize },
    tooltip: {
      separator: ": ",
      contentStyle: {
        background: palette.background.paper,
        border: `1px solid ${palette.divider}`,
        borderRadius: 10,
        fontFamily: typography.fontFamily,
        fontSize: typography.body2.fontSize,
      },
      labelStyle: { color: palette.text.primary, fontWeight: 600 },
      itemStyle: { color: palette.text.primary },
      cursor: { fill: palette.action.hover },
    },
  };
}
