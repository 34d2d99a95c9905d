import type { ReportInterval } from '@theke/protocol';
import type { ComponentChildren } from 'preact';
import { digitsFor } from './figures.ts';
import { IntervalBar } from './IntervalBar.tsx';
import { intervalOf, type Say } from './say.ts';

interface Props {
  say: Say;
  interval: ReportInterval;
  /** How it is written: relative in per cent, absolute in percentage points, or a plain number with a sign. */
  as: 'lift' | 'points' | 'count';
  n: string;
  /** `p = 0.013`, where there is one. */
  p?: string | null;
  /** Without the picture. */
  plain?: boolean;
  children?: ComponentChildren;
}

/** A figure that never stands alone: estimate, interval and number of visitors are one thing and are only made here. */
export function Estimate({ say, interval, as, n, p, plain, children }: Props) {
  const { words, figures } = say;
  const digits = digitsFor(interval);
  const write = {
    lift: (value: number) => figures.lift(value, digits),
    points: (value: number) => figures.points(value, digits),
    count: figures.signedCount,
  }[as];
  return (
    <div class="estimate" data-figure>
      <p class="estimate-value">
        {write(interval.estimate)}
        {as === 'points' ? <span class="estimate-unit"> {words.points}</span> : null}
      </p>
      {plain ? null : <IntervalBar interval={interval} zero={words.zero} />}
      <p class="estimate-range">
        <span data-interval>{intervalOf(interval, write, say)}</span>
        {p ? <span class="estimate-p"> · {p}</span> : null}
      </p>
      <p class="estimate-n" data-n>
        {n}
      </p>
      {children}
    </div>
  );
}
