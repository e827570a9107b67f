import type { ChartPoint } from "../payload/model";

export interface Bar {
  label: string;
  value: number;
  total: boolean;
  /** From where to where the bar stands. */
  range: [number, number];
}

/** The bars of a waterfall: totals stand on the ground, each cause starts where the one before it ended. */
export function waterfall(points: readonly ChartPoint[]): Bar[] {
  let level = 0;
  return points.map((point) => {
    const value = Number(point.value);
    const total = point.total === true;
    const start = total ? 0 : level;
    level = total ? value : level + value;
    return { label: point.label, value, total, range: [Math.min(start, level), Math.max(start, level)] };
  });
}

/**
 * From where a waterfall's axis starts: causes of thousands would not be seen beside totals of millions, so the axis
 * leaves out what all bars have in common when that is most of it. Zero otherwise.
 */
export function floorOf(bars: readonly Bar[]): number {
  const levels = bars.flatMap((bar) => (bar.total ? [bar.range[1]] : bar.range));
  const [lowest, highest] = [Math.min(...levels), Math.max(...levels)];
  if (lowest <= 0 || highest - lowest > lowest) return 0;
  return Math.max(0, lowest - (highest - lowest) * 0.5);
}

/** Each point's share of the sum of all, between 0 and 1. */
export function shares(points: readonly ChartPoint[]): number[] {
  const sum = points.reduce((total, point) => total + Math.abs(Number(point.value)), 0);
  return points.map((point) => (sum === 0 ? 0 : Math.abs(Number(point.value)) / sum));
}
