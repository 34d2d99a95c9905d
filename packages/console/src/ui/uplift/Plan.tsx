import type { UpliftPlan } from '@theke/protocol';
import { roughly } from './figures.ts';
import type { Say } from './say.ts';

const planDays = 28;

/** What this shop's traffic can prove, told before the start and beside every result. `share`: the hold-out that is in use. */
export function Plan({ plan, say, share }: { plan: UpliftPlan; say: Say; share?: number }) {
  const { words, figures } = say;
  const perDay = (visitors: number) =>
    words.plan.perDay(figures.count(roughly(visitors)), figures.count(roughly(visitors * planDays)));
  const lifts = plan.provable.filter((row) => row.lift !== null && row.lift > 0);
  // The hold-out in use, or else the one most shops begin with.
  const wished = share || 0.2;
  const near = [...lifts].sort((a, b) => Math.abs(a.holdoutShare - wished) - Math.abs(b.holdoutShare - wished))[0];
  return (
    <section class="part" aria-labelledby="uplift-plan" data-plan>
      <h3 id="uplift-plan">{words.plan.title}</h3>
      {plan.visitorsPerDay === null ? (
        <>
          <p>
            {plan.basis.visitors > 0
              ? words.plan.soon({ visitors: figures.count(plan.basis.visitors) })
              : words.plan.unknown}
          </p>
          <Examples plan={plan} say={say} />
        </>
      ) : plan.baseRate === null ? (
        <>
          <p>
            {perDay(plan.visitorsPerDay)} {words.plan.noRate}
          </p>
          <Examples plan={plan} say={say} />
        </>
      ) : (
        <>
          {near?.lift ? (
            <p class="plan-read">
              {words.plan.read({ lift: figures.share(roundLift(near.lift)), share: figures.share(near.holdoutShare) })}
            </p>
          ) : null}
          <p class="quiet" data-n>
            {perDay(plan.visitorsPerDay)}{' '}
            {words.plan.basis({
              visitors: figures.count(plan.basis.visitors),
              days: figures.count(plan.basis.days),
              followed: figures.count(plan.basis.followed),
              buyers: figures.count(plan.basis.buyers),
            })}
          </p>
          <p>{words.plan.lead}</p>
          <Lifts
            say={say}
            rows={plan.provable.map((row) => ({
              name: `${figures.share(row.holdoutShare)} ${words.plan.row}`,
              lift: row.lift,
            }))}
          />
          <p class="small quiet">
            {words.plan.smaller} {words.plan.looks}
          </p>
        </>
      )}
      <p class="small quiet">{words.plan.curse}</p>
    </section>
  );
}

/** Where nothing is known of this shop: what shops of some sizes can prove, with the sizes. */
function Examples({ plan, say }: { plan: UpliftPlan; say: Say }) {
  const { words, figures } = say;
  const { baseRate, holdoutShare, rows } = plan.examples;
  return (
    <>
      <p data-n>
        {words.plan.examples({ rate: figures.share(baseRate), share: figures.share(holdoutShare) })} {words.plan.lead}
      </p>
      <Lifts
        say={say}
        rows={rows.map((row) => ({ name: words.plan.exampleRow(figures.count(row.visitors)), lift: row.lift }))}
      />
    </>
  );
}

/** Smallest provable lifts below one another, each with a bar for the eye. */
function Lifts({ rows, say }: { rows: readonly { name: string; lift: number | null }[]; say: Say }) {
  const { words, figures } = say;
  const longest = Math.max(0, ...rows.map((row) => row.lift ?? 0));
  return (
    <table class="plan">
      <tbody>
        {rows.map(({ name, lift }) => (
          <tr key={name}>
            <th scope="row">{name}</th>
            <td class="plan-bar" aria-hidden="true">
              <svg viewBox="0 0 100 8" preserveAspectRatio="none" aria-hidden="true">
                <rect width={longest > 0 ? (100 * (lift ?? 0)) / longest : 0} height="8" rx="2" />
              </svg>
            </td>
            <td class="plan-lift">
              {lift === null ? words.plan.never : words.plan.lift(figures.share(roundLift(lift)))}
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

/** Two figures are more than a plan knows. */
function roundLift(lift: number): number {
  const unit = 10 ** Math.max(-3, Math.floor(Math.log10(lift)) - 1);
  return Math.round(lift / unit) * unit;
}
