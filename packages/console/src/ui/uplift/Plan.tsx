import type { UpliftPlan } from '@theke/protocol';
import type { Say } from './say.ts';

const planDays = 28;

/** What this shop's traffic can prove, told before the start and beside every result. `share`: the hold-out that is in use. */
export function Plan({ plan, say, share }: { plan: UpliftPlan; say: Say; share?: number }) {
  const { words, figures } = say;
  const lifts = plan.provable.filter((row) => row.lift !== null && row.lift > 0);
  const longest = Math.max(0, ...lifts.map((row) => row.lift ?? 0));
  // The hold-out in use, or else the one most shops begin with.
  const wished = share || 0.2;
  const near = [...lifts].sort((a, b) => Math.abs(a.holdoutShare - wished) - Math.abs(b.holdoutShare - wished))[0];
  return (
    <section class="part" aria-labelledby="uplift-plan" data-plan>
      <h3 id="uplift-plan">{words.plan.title}</h3>
      {plan.visitorsPerDay === null ? (
        <p>{words.plan.unknown}</p>
      ) : plan.baseRate === null ? (
        <p>
          {words.plan.perDay(figures.count(plan.visitorsPerDay), figures.count(plan.visitorsPerDay * planDays))}{' '}
          {words.plan.noRate}
        </p>
      ) : (
        <>
          {near?.lift ? (
            <p class="plan-read">
              {words.plan.read({ lift: figures.share(roundLift(near.lift)), share: figures.share(near.holdoutShare) })}
            </p>
          ) : null}
          <p class="quiet" data-n>
            {words.plan.perDay(figures.count(plan.visitorsPerDay), figures.count(plan.visitorsPerDay * planDays))}
          </p>
          <p>{words.plan.lead}</p>
          <table class="plan">
            <tbody>
              {plan.provable.map((row) => (
                <tr key={row.holdoutShare}>
                  <th scope="row">
                    {figures.share(row.holdoutShare)} {words.plan.row}
                  </th>
                  <td class="plan-bar" aria-hidden="true">
                    <svg viewBox="0 0 100 8" preserveAspectRatio="none" aria-hidden="true">
                      <rect width={longest > 0 ? (100 * (row.lift ?? 0)) / longest : 0} height="8" rx="2" />
                    </svg>
                  </td>
                  <td class="plan-lift">
                    {row.lift === null ? words.plan.never : words.plan.lift(figures.share(roundLift(row.lift)))}
                  </td>
                </tr>
              ))}
            </tbody>
          </table>
          <p class="small quiet">
            {words.plan.smaller} {words.plan.looks}
          </p>
        </>
      )}
      <p class="small quiet">{words.plan.curse}</p>
    </section>
  );
}

/** Two figures are more than a plan knows. */
function roundLift(lift: number): number {
  const unit = 10 ** Math.max(-3, Math.floor(Math.log10(lift)) - 1);
  return Math.round(lift / unit) * unit;
}
