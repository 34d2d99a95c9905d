import type { UpliftPlan } from '@theke/protocol';
import { alwaysValidReach, smallestProvableLift } from '@theke/uplift';
import type { Db } from '../powers.ts';
import { planDays } from './experiments.ts';
import { nextTurn } from './nextTurn.ts';
import { buyersAmong, trafficOf } from './traffic.ts';

const shares = [0.05, 0.1, 0.2, 0.5] as const;

/** A shop one can compare oneself with: two in a hundred order, a fifth is held out. */
const example = { baseRate: 0.02, holdoutShare: 0.2 } as const;
const exampleVisitors = [2_000, 10_000, 50_000, 250_000] as const;

/** What is known of a shop's traffic before the start. */
type Traffic = Pick<UpliftPlan, 'visitorsPerDay' | 'basis'>;

/**
 * The smallest lift that so many visitors prove with an interval that is looked at every day, and four chances in five to see it:
 * with the reach of the confidence sequence (3.035 standard errors at the planned end), not the 1.96 of a single look.
 */
function liftOf(visitors: number, design: { baseRate: number; holdoutShare: number }): number | null {
  const reach = alwaysValidReach(visitors, { plannedVisitors: visitors });
  return smallestProvableLift({ ...design, visitors, reach }) ?? null;
}

/** What this traffic can prove in 28 days, and what shops of other sizes can. */
export function planOf({ visitorsPerDay, basis }: Traffic): UpliftPlan {
  const visitors = (visitorsPerDay ?? 0) * planDays;
  const baseRate = basis.buyers > 0 ? basis.buyers / basis.followed : null;
  const isKnown = visitors > 0 && baseRate !== null;
  return {
    visitorsPerDay,
    baseRate,
    basis,
    provable: shares.map((holdoutShare) => ({
      holdoutShare,
      lift: isKnown ? liftOf(visitors, { baseRate, holdoutShare }) : null,
    })),
    examples: { ...example, rows: exampleVisitors.map((count) => ({ visitors: count, lift: liftOf(count, example) })) },
  };
}

export async function readPlan(
  db: Db,
  of: { siteId: string; ruleId?: string; atMs: number; windowMs: number },
): Promise<UpliftPlan> {
  const { perDay, visitors, days } = await trafficOf(db, of);
  await nextTurn();
  const basis = { visitors, days: Math.min(planDays, days), ...(await buyersAmong(db, of)), windowMs: of.windowMs };
  return planOf({ visitorsPerDay: perDay, basis });
}
