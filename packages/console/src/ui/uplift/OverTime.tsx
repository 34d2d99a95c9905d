import type { UpliftReport } from '@theke/protocol';
import { useId, useRef, useState } from 'preact/hooks';
import { digitsFor } from './figures.ts';
import { drawOverTime, type TimePicture, timePoints } from './overTime.ts';
import { intervalOf, rangeOf, type Say } from './say.ts';
import { useWidth } from './useWidth.ts';

const height = 260;
const intervalAt = (point: { estimate: number; low: number | null; high: number | null }) => ({
  estimate: point.estimate,
  low: point.low ?? Number.NEGATIVE_INFINITY,
  high: point.high ?? Number.POSITIVE_INFINITY,
});

/** How the interval narrows day by day: a band with its middle, beside zero. Said in one sentence, and as a table. */
export function OverTime({ report, say }: { report: UpliftReport; say: Say }) {
  const { words, figures } = say;
  const box = useRef<HTMLDivElement>(null);
  const width = useWidth(box, 880);
  const title = useId();
  const [over, setOver] = useState<number | null>(null);
  const picture = drawOverTime(report.overTime, { width, height, guardDays: report.guards.fullDaysNeeded });
  const points = timePoints(report.overTime);
  const [first, last] = [points[0], points.at(-1)];
  const looked = (over !== null && points[over]) || null;
  const told = (point: (typeof points)[number]) => {
    const digits = digitsFor(intervalAt(point));
    const write = (value: number) => figures.lift(value, digits);
    return {
      estimate: write(point.estimate),
      interval: intervalOf(intervalAt(point), write, say),
      range: rangeOf(intervalAt(point), write, say),
      n: words.n(figures.count(point.visitors)),
    };
  };
  return (
    <figure class="part over-time" aria-labelledby={title} data-figure>
      <h3 id={title}>{words.time.title}</h3>
      {picture && first && last ? (
        <>
          <figcaption class="quiet">
            {words.time.summary({
              first: figures.day(first.day),
              last: figures.day(last.day),
              days: words.days(points.length, figures.count(points.length)),
              ...told(last),
            })}{' '}
            {picture.clipped ? words.time.clipped : null}
          </figcaption>
          <p class="heard" data-interval>
            {told(last).interval}
          </p>
          <p class="heard" data-n>
            {told(last).n}
          </p>
          <div class="chart" ref={box}>
            <Chart
              picture={picture}
              say={say}
              width={width}
              over={over}
              look={setOver}
              guard={report.guards.fullDaysNeeded}
            />
            {looked ? (
              <p class="chart-readout" aria-hidden="true">
                <strong>{figures.day(looked.day)}</strong> {told(looked).estimate} ({told(looked).interval}) ·{' '}
                {told(looked).n}
              </p>
            ) : null}
          </div>
          <details class="as-table">
            <summary>{words.table}</summary>
            <table class="rows">
              <thead>
                <tr>
                  <th scope="col">{words.time.day}</th>
                  <th scope="col">{words.time.estimate}</th>
                  <th scope="col">{words.interval}</th>
                  <th scope="col">N</th>
                </tr>
              </thead>
              <tbody>
                {points.map((point) => (
                  <tr key={point.day} data-figure>
                    <th scope="row">{figures.day(point.day)}</th>
                    <td>{told(point).estimate}</td>
                    <td data-interval>{told(point).range}</td>
                    <td data-n>{figures.count(point.visitors)}</td>
                  </tr>
                ))}
              </tbody>
            </table>
          </details>
        </>
      ) : (
        <p class="quiet">{words.time.none}</p>
      )}
    </figure>
  );
}

interface ChartProps {
  picture: TimePicture;
  say: Say;
  width: number;
  over: number | null;
  look: (index: number | null) => void;
  guard: number;
}

/** The drawing alone: whoever cannot see it has the sentence and the table. */
function Chart({ picture, say, width, over, look, guard }: ChartProps) {
  const { words, figures } = say;
  const clip = useId();
  const { plot, points, ticks, days, guardX, zeroY } = picture;
  const point = over === null ? undefined : points[over];
  const step = (ticks[1]?.value ?? 0.1) - (ticks[0]?.value ?? 0);
  const digits = step < 0.00999 ? 1 : 0;
  const find = (event: PointerEvent) => {
    const box = (event.currentTarget as SVGElement).getBoundingClientRect();
    const x = ((event.clientX - box.left) / box.width) * width;
    let nearest = 0;
    points.forEach((one, index) => {
      if (Math.abs(one.x - x) < Math.abs((points[nearest]?.x ?? 0) - x)) nearest = index;
    });
    look(nearest);
  };
  return (
    <svg
      viewBox={`0 0 ${width} ${height}`}
      aria-hidden="true"
      onPointerMove={find}
      onPointerDown={find}
      onPointerLeave={() => look(null)}
    >
      <defs>
        <clipPath id={clip}>
          <rect x={plot.left} y={plot.top} width={plot.right - plot.left} height={plot.bottom - plot.top} />
        </clipPath>
      </defs>
      {ticks.map((tick) => (
        <g key={tick.value}>
          <line class="chart-grid" x1={plot.left} x2={plot.right} y1={tick.y} y2={tick.y} />
          <text class="chart-word" x={plot.left - 8} y={tick.y + 4} text-anchor="end">
            {figures.lift(tick.value, digits)}
          </text>
        </g>
      ))}
      {days.map((day) => (
        <text key={day.day} class="chart-word" x={Math.min(plot.right - 18, day.x)} y={height - 6} text-anchor="middle">
          {figures.day(day.day)}
        </text>
      ))}
      {guardX === null ? null : (
        <g>
          <line class="chart-guard" x1={guardX} x2={guardX} y1={plot.top - 6} y2={plot.bottom} />
          <text class="chart-word" x={guardX} y={plot.top - 10} text-anchor="middle">
            {words.time.guard(figures.count(guard))}
          </text>
        </g>
      )}
      <g clip-path={`url(#${clip})`}>
        <path class="chart-band" d={picture.band} />
      </g>
      <line class="chart-zero" x1={plot.left} x2={plot.right} y1={zeroY} y2={zeroY} />
      <g clip-path={`url(#${clip})`}>
        <path class="chart-line" d={picture.line} />
      </g>
      {point ? (
        <g>
          <line class="chart-look" x1={point.x} x2={point.x} y1={plot.top} y2={plot.bottom} />
          <circle class="chart-dot" cx={point.x} cy={Math.min(plot.bottom, Math.max(plot.top, point.y))} r="4" />
        </g>
      ) : null}
    </svg>
  );
}
