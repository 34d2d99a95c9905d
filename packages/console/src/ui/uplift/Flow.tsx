import type { UpliftReport } from '@theke/protocol';
import { useId, useRef } from 'preact/hooks';
import type { Say } from './say.ts';
import { useWidth } from './useWidth.ts';

type Station = 'eligible' | 'shown' | 'accepted' | 'chatted' | 'ordered';
type Lane = { arm: 'invite' | 'holdout'; name: string; counts: Partial<Record<Station, number>> };

const laneHeight = 142;
const headHeight = 30;
const maxRadius = 34;

/** From eligible to ordered, both groups under each other. `compared` false: no orders, because they would compare groups that are not sound. */
export function Flow({ report, say, compared }: { report: UpliftReport; say: Say; compared: boolean }) {
  const { words, figures } = say;
  const { flow } = report;
  const box = useRef<HTMLDivElement>(null);
  const width = useWidth(box, 880);
  const title = useId();
  const stations: Station[] = ['eligible', 'shown', 'accepted', 'chatted', ...(compared ? (['ordered'] as const) : [])];
  const lanes: Lane[] = [
    {
      arm: 'invite',
      name: words.invited,
      counts: {
        eligible: flow.eligible.invite,
        shown: flow.shown,
        accepted: flow.accepted,
        chatted: flow.chatted.invite,
        ordered: flow.ordered.invite,
      },
    },
    {
      arm: 'holdout',
      name: words.heldBack,
      counts: { eligible: flow.eligible.holdout, chatted: flow.chatted.holdout, ordered: flow.ordered.holdout },
    },
  ];
  const column = width / stations.length;
  const radius = Math.min(maxRadius, column / 2 - 8);
  const x = (index: number) => column * (index + 0.5);
  return (
    <figure class="part flow" aria-labelledby={title}>
      <h3 id={title}>{words.flow.title}</h3>
      <figcaption class="quiet">{compared ? words.flow.summary : words.flow.hidden}</figcaption>
      <div class="chart chart-flow" ref={box}>
        <svg viewBox={`0 0 ${width} ${headHeight + laneHeight * 2}`} aria-hidden="true">
          {stations.map((station, index) => (
            <text key={station} class="flow-head" x={x(index)} y="16" text-anchor="middle">
              {words.flow[station]}
            </text>
          ))}
          {lanes.map((lane, row) => {
            const y = headHeight + laneHeight * row + 64;
            const whole = Math.max(1, lane.counts.eligible ?? 0);
            return (
              <g key={lane.arm} data-arm={lane.arm}>
                <line class="flow-way" x1={x(0)} x2={x(stations.length - 1)} y1={y} y2={y} />
                <text class="flow-lane" x="0" y={y - maxRadius - 14}>
                  {lane.name}
                </text>
                {stations.map((station, index) => {
                  const count = lane.counts[station];
                  if (count === undefined) return null;
                  return (
                    <g key={station}>
                      <circle
                        class="flow-part"
                        cx={x(index)}
                        cy={y}
                        r={Math.max(1.5, radius * Math.sqrt(Math.min(1, count / whole)))}
                      />
                      <text class="flow-count" x={x(index)} y={y + maxRadius + 18} text-anchor="middle">
                        {figures.count(count)}
                      </text>
                      {noteOf(station, lane.arm) ? (
                        <text class="flow-note" x={x(index)} y={y + maxRadius + 33} text-anchor="middle">
                          {noteOf(station, lane.arm)}
                        </text>
                      ) : null}
                    </g>
                  );
                })}
                {lane.arm === 'holdout' ? (
                  <text class="flow-note flow-none" x={(x(1) + x(2)) / 2} y={y - 6} text-anchor="middle">
                    {words.flow.notShown}
                  </text>
                ) : null}
              </g>
            );
          })}
        </svg>
      </div>
      <details class="as-table">
        <summary>{words.table}</summary>
        <table class="rows">
          <thead>
            <tr>
              <th scope="col">{words.flow.step}</th>
              {lanes.map((lane) => (
                <th key={lane.arm} scope="col">
                  {lane.name}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {stations.map((station) => (
              <tr key={station}>
                <th scope="row">{words.flow[station]}</th>
                {lanes.map(({ arm, counts }) => (
                  <td key={arm}>{counts[station] === undefined ? '–' : figures.count(counts[station])}</td>
                ))}
              </tr>
            ))}
            <tr>
              <th scope="row">{words.flow.dismissed}</th>
              <td>{figures.count(flow.dismissed)}</td>
              <td>–</td>
            </tr>
          </tbody>
        </table>
      </details>
    </figure>
  );

  function noteOf(station: Station, arm: Lane['arm']): string | null {
    if (station === 'shown' && arm === 'invite') return `${words.flow.dismissed}: ${figures.count(flow.dismissed)}`;
    return station === 'chatted' && arm === 'holdout' ? words.flow.byThemselves : null;
  }
}
