import type { UpliftPlan } from '@theke/protocol';
import { alwaysValidReach, smallestProvableLift } from '@theke/uplift';
import type { Db } from '../powers.ts';
import { planDays } from './experiments.ts';
import { nextTurn } from './nextTurn.ts';
import { baseRateOf, trafficOf } from './traffic.ts';

const shares = [0.05, 0.1, 0.2, 0.5] as const;

/**
 * What this traffic can prove in 28 days with an interval that is looked at every day, and four chances in five to see it:
 * with the reach of the confidence sequence (3.035 standard errors at the planned end), not the 1.96 of a single look.
 */
export function planOf(perDay: number | null, baseRate: number | null): UpliftPlan {
  const visitors = (perDay ?? 0) * planDays;
  const lift = (holdoutShare: number) => {
    if (!(visitors > 0) || baseRate === null) return null;
    const reach = alwaysValidReach(visitors, { plannedVisitors: visitors });
    return smallestProvableLift({ baseRate, holdoutShare, visitors, reach }) ?? null;
  };
  return {
    visitorsPerDay: perDay,
    baseRate,
    provable: shares.map((holdoutShare) => ({ holdoutShare, lift: lift(holdoutShare) })),
  };
}

export async function readPlan(
  db: Db,
  of: { siteId: string; ruleId?: string; atMs: number; windowMs: number },
): Promise<UpliftPlan> {
  const { perDay } = await trafficOf(db, of);
  await nextTurn();
  return planOf(perDay, await baseRateOf(db, of));
}
