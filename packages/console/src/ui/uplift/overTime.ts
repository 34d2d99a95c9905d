import type { UpliftReport } from '@theke/protocol';
import { endOf } from './figures.ts';

export interface TimePoint {
  day: string;
  visitors: number;
  estimate: number;
  /** Null where the end is open. */
  low: number | null;
  high: number | null;
  /** Place along the axis, in whole days since the first one. */
  at: number;
}

/** The picture in numbers: where everything goes, in pixels. */
export interface TimePicture {
  points: (TimePoint & { x: number; y: number })[];
  band: string;
  line: string;
  zeroY: number;
  /** Values of the axis, from below. */
  ticks: { value: number; y: number }[];
  days: { day: string; x: number }[];
  /** Where verdicts begin; null when that is beyond the picture. */
  guardX: number | null;
  clipped: boolean;
  plot: { left: number; right: number; top: number; bottom: number };
}

const edges = { left: 58, right: 14, top: 22, bottom: 26 };
const dayMs = 86_400_000;
const dayNumber = (day: string) => Math.round(Date.parse(`${day}T00:00:00Z`) / dayMs);
// Room a date needs beside the next one.
const dayLabelPx = 76;

/** Days that have an interval, in their order. */
export function timePoints(overTime: UpliftReport['overTime']): TimePoint[] {
  const sorted = [...overTime].sort((a, b) => (a.day < b.day ? -1 : 1));
  const first = sorted[0] ? dayNumber(sorted[0].day) : 0;
  return sorted.flatMap(({ day, visitors, interval }) =>
    interval
      ? [
          {
            day,
            visitors,
            estimate: interval.estimate,
            low: endOf(interval.low),
            high: endOf(interval.high),
            at: dayNumber(day) - first,
          },
        ]
      : [],
  );
}

/** Step of an axis that people can read: 1, 2 or 5 times a power of ten, about `count` of them. */
export function niceStep(span: number, count: number): number {
  const raw = span / count;
  const power = 10 ** Math.floor(Math.log10(raw));
  const rest = raw / power;
  return power * (rest <= 1 ? 1 : rest <= 2 ? 2 : rest <= 5 ? 5 : 10);
}

/**
 * From where to where the axis goes. The first days' intervals are so wide that everything after them would be a line: the
 * later half decides, and what is wider runs out of the picture, which says so.
 */
function axisOf(points: readonly TimePoint[]): { from: number; to: number; step: number } {
  const later = points.slice(Math.floor(points.length / 2));
  const values = [
    0,
    ...later.flatMap(({ low, high, estimate }) => [low, high, estimate].filter((one) => one !== null)),
  ];
  const [least, most] = [Math.min(...values), Math.max(...values)];
  const step = niceStep(Math.max(0.001, (most - least) * 1.15), 5);
  // Nobody can lose more than everything.
  const from = Math.max(Math.floor(least / step) * step, -1);
  return { from, to: Math.max(Math.ceil(most / step) * step, from + step), step };
}

/** Draws the interval over time into so many pixels; null without a day that has one. */
export function drawOverTime(
  overTime: UpliftReport['overTime'],
  size: { width: number; height: number; guardDays: number },
): TimePicture | null {
  const points = timePoints(overTime);
  if (points.length === 0) return null;
  const plot = {
    left: edges.left,
    right: size.width - edges.right,
    top: edges.top,
    bottom: size.height - edges.bottom,
  };
  const { from, to, step } = axisOf(points);
  const lastAt = Math.max(1, ...points.map((point) => point.at));
  const x = (at: number) => plot.left + ((plot.right - plot.left) * at) / lastAt;
  const y = (value: number) => plot.bottom - ((plot.bottom - plot.top) * (value - from)) / (to - from);
  // A little beyond the plot, so that the clip cuts it and not we.
  const inside = (value: number) => Math.min(plot.bottom + 40, Math.max(plot.top - 40, y(value)));
  const at = (point: TimePoint, value: number | null, open: number) =>
    `${x(point.at).toFixed(1)} ${inside(value ?? open).toFixed(1)}`;
  // One day alone has no width: it gets some.
  const drawn =
    points.length === 1 ? points.flatMap((point) => [point, { ...point, at: point.at + lastAt * 0.012 }]) : points;
  const upper = drawn.map((point) => at(point, point.high, to * 2 + 10));
  const lower = drawn.map((point) => at(point, point.low, from * 2 - 10)).reverse();
  const ticks: TimePicture['ticks'] = [];
  for (let n = Math.ceil(from / step - 1e-9); n * step <= to + 1e-9; n++)
    ticks.push({ value: n * step, y: y(n * step) });
  const shown = Math.max(2, Math.floor((plot.right - plot.left) / dayLabelPx));
  const every = Math.max(1, Math.ceil(points.length / shown));
  const guardAt = size.guardDays - 1;
  return {
    points: points.map((point) => ({ ...point, x: x(point.at), y: inside(point.estimate) })),
    band: `M${upper.join('L')}L${lower.join('L')}Z`,
    line: `M${drawn.map((point) => at(point, point.estimate, 0)).join('L')}`,
    zeroY: y(0),
    ticks,
    days: points
      .filter((_, index) => (points.length - 1 - index) % every === 0)
      .map((point) => ({ day: point.day, x: x(point.at) })),
    guardX: guardAt > 0 && guardAt <= lastAt ? x(guardAt) : null,
    clipped: points.some(({ low, high }) => (low ?? from - 1) < from - 1e-9 || (high ?? to + 1) > to + 1e-9),
    plot,
  };
}
