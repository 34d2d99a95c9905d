import type { ReportInterval } from '@theke/protocol';
import { endOf } from './figures.ts';

const width = 240;
const height = 38;
const middle = 12;
const wordRoom = 46;

/** A small picture of one interval beside zero. Whoever shows it says the figures; it says nothing itself. */
export function IntervalBar({ interval, zero }: { interval: ReportInterval; zero: string }) {
  const [low, high] = [endOf(interval.low), endOf(interval.high)];
  const known = [low, high, interval.estimate, 0].filter((value) => value !== null);
  const [least, most] = [Math.min(...known), Math.max(...known)];
  const room = (most - least || 1) * 0.12;
  // An open end runs off the picture.
  const from = least - (low === null ? room * 4 : room);
  const to = most + (high === null ? room * 4 : room);
  const x = (value: number) => Math.round(((value - from) / (to - from)) * width * 10) / 10;
  const covers = (low ?? -1) <= 0 && (high ?? 1) >= 0;
  const left = low === null ? 0 : x(low);
  const right = high === null ? width : x(high);
  // The word stays inside the picture.
  const side = x(0) < wordRoom ? 'start' : x(0) > width - wordRoom ? 'end' : 'middle';
  const word = { start: 0, middle: x(0), end: width }[side];
  return (
    // One that holds zero has no colour of a verdict, whatever the verdict of the whole is.
    <svg class="uplift-bar" data-covers={covers} viewBox={`0 0 ${width} ${height}`} aria-hidden="true">
      <line class="bar-ground" x1="0" x2={width} y1={middle} y2={middle} />
      <line class="bar-zero" x1={x(0)} x2={x(0)} y1="1" y2={middle * 2 - 1} />
      <text class="bar-word" x={word} y={height - 2} text-anchor={side}>
        {zero}
      </text>
      <rect class="bar-band" x={left} y={middle - 5} width={Math.max(2, right - left)} height="10" rx="3" />
      <circle class="bar-dot" cx={x(interval.estimate)} cy={middle} r="5" />
    </svg>
  );
}
