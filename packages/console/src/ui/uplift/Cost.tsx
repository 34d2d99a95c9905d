import type { UpliftReport } from '@theke/protocol';
import { Estimate } from './Estimate.tsx';
import { additionalBuyers, endOf } from './figures.ts';
import { bothN, type Say } from './say.ts';

/** Minutes of agents beside the customers they won: what a shop owner weighs. `compared`: whether effects may be shown. */
export function Cost({ report, say, compared }: { report: UpliftReport; say: Say; compared: boolean }) {
  const { words, figures } = say;
  const { cost, conversion, arms } = report;
  const buyers = conversion.relative && additionalBuyers(conversion.relative, arms.invite.buyers);
  const [low, high] = buyers ? [endOf(buyers.low), endOf(buyers.high)] : [null, null];
  const minutes = (each: number) => figures.minutes(Math.max(1, cost.agentMinutes / each));
  const n = bothN(report, say);
  return (
    <section class="part" aria-labelledby="uplift-cost">
      <h3 id="uplift-cost">{words.cost.title}</h3>
      <div class="cards">
        <div class="card">
          <p class="estimate-value">{figures.minutes(cost.agentMinutes)}</p>
          <p>{words.cost.minutes}</p>
          {cost.perAcceptedMinutes !== null ? (
            <p class="small quiet">{words.cost.perAccepted(figures.minutes(Math.max(1, cost.perAcceptedMinutes)))}</p>
          ) : null}
        </div>
        {compared && buyers ? (
          <div class="card">
            <Estimate say={say} interval={buyers} as="count" n={n} plain>
              <p class="estimate-name">{words.cost.buyers}</p>
              <p class="small quiet">
                {low !== null && low >= 1 && high !== null
                  ? `${words.cost.perBuyer(minutes(buyers.estimate))} ${words.cost.perBuyerRange(minutes(high), minutes(low))}`
                  : words.cost.perBuyerUnknown}
              </p>
            </Estimate>
          </div>
        ) : null}
      </div>
    </section>
  );
}
