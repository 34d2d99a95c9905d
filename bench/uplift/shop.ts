import type { Experiment } from '@theke/protocol';
import {
  addVisitor,
  alwaysValidDifference,
  alwaysValidRevenueUplift,
  alwaysValidUplift,
  capAt,
  type Interval,
  judge,
  noSums,
  type Sums,
} from '@theke/uplift';
import { type DayOfArms, judgeDays } from '../../server/src/uplift/report.ts';
import { bell, binomial, dice } from './dice.ts';

const dayMs = 86_400_000;
const arms = ['invite', 'holdout'] as const;

/** A shop whose truth is known, because we wrote it. */
export interface Shop {
  perDay: number;
  days: number;
  baseRate: number;
  /** Spread of ln(order value). */
  sigma: number;
  holdoutShare: number;
  /** Who buys does so within so many days after becoming eligible; until then the report counts them as not having bought. */
  waitDays?: number;
  /** True relative effect of inviting; none by default. */
  effect?: number;
}

/** What was said on some day at least. */
export interface Said {
  /** The report said better or worse. */
  conversion: boolean;
  better: boolean;
  /** The same judgement, had it rested on revenue: with orders cut at a cap, as after a month of orders, and without. */
  revenue: boolean;
  uncapped: boolean;
  invalid: boolean;
  /** The textbook test, looked at every day; and looked at on the last one alone. */
  naive: boolean;
  atTheEnd: boolean;
  /** An interval left the truth out, on any day from the first on: of the ratio, and of the difference in points. */
  ratioMissed: boolean;
  pointsMissed: boolean;
}

const orderOf = (roll: () => number, sigma: number) => 60 * Math.exp(sigma * bell(roll));
const leavesOut = (interval: Interval | undefined, truth: number) =>
  interval !== undefined && (interval.low > truth || interval.high < truth);
const buying = (sums: Sums, revenue: number): Sums => ({
  ...addVisitor(sums, { revenue, orders: 1 }),
  visitors: sums.visitors,
});
const countOf = ({ visitors, buyers }: Sums) => ({ visitors, converted: buyers });

/** One shop, looked at every day until the last window has closed, with the judgement that the server's report makes. */
export function lookDaily(shop: Shop, seed: number): Said {
  const roll = dice(seed);
  const { effect = 0, waitDays = 0 } = shop;
  const cap = capAt(Array.from({ length: 400 }, () => orderOf(roll, shop.sigma)))!;
  const experiment: Experiment = {
    ...{ experimentId: 'e', siteId: 's', layer: 'rule', ruleId: 'r', version: 1, startedAt: 0, currency: 'EUR' },
    ...{ holdoutShare: shop.holdoutShare, windowMs: waitDays * dayMs, plannedVisitors: shop.perDay * shop.days },
  };
  const said: Said = {
    ...{ conversion: false, better: false, revenue: false, uncapped: false, invalid: false },
    ...{ naive: false, atTheEnd: false, ratioMissed: false, pointsMissed: false },
  };
  const days: DayOfArms[] = [];
  const whole = { invite: noSums, holdout: noSums };
  const later: { due: number; from: DayOfArms; arm: 'invite' | 'holdout'; value: number }[][] = [];
  for (let day = 1; day <= shop.days + waitDays; day += 1) {
    if (day <= shop.days) {
      const heldOut = binomial(roll, shop.perDay, shop.holdoutShare);
      const sizes = { invite: shop.perDay - heldOut, holdout: heldOut };
      const from: DayOfArms = {
        ...{ day: String(day), settled: false, confirmed: { invite: 0, holdout: 0 } },
        ...{ invite: { ...noSums, visitors: sizes.invite }, holdout: { ...noSums, visitors: sizes.holdout } },
      };
      days.push(from);
      for (const arm of arms) {
        whole[arm] = { ...whole[arm], visitors: whole[arm].visitors + sizes[arm] };
        const buyers = binomial(roll, sizes[arm], shop.baseRate * (arm === 'invite' ? 1 + effect : 1));
        for (let n = 0; n < buyers; n += 1) {
          const due = day + Math.floor(roll() * waitDays);
          later[due] = [...(later[due] ?? []), { due, from, arm, value: orderOf(roll, shop.sigma) }];
        }
      }
    }
    for (const { from, arm, value } of later[day] ?? []) {
      from[arm] = buying(from[arm], Math.min(cap, value));
      from.confirmed[arm] += 1;
      whole[arm] = buying(whole[arm], value);
    }
    for (const [at, one] of days.entries()) one.settled = at + 1 + waitDays <= day;
    look(shop, experiment, { days, whole, day }, said);
  }
  return said;
}

function look(
  shop: Shop,
  experiment: Experiment,
  { days, whole, day }: { days: readonly DayOfArms[]; whole: Record<'invite' | 'holdout', Sums>; day: number },
  said: Said,
): void {
  const judged = judgeDays({ experiment, untilAt: day * dayMs, days, bothArms: 0 });
  const { invite, holdout } = judged.arms;
  const { plan, fullDays, fewestConversions, sequentialP } = judged;
  const common = { holdoutShare: shop.holdoutShare, ratioP: sequentialP, bothArmsShare: 0 };
  const speaks = (interval: Interval | undefined) =>
    ['better', 'worse'].includes(judge({ ...common, fullDays, fewestConversions, interval }).verdict);
  said.conversion ||= judged.verdict === 'better' || judged.verdict === 'worse';
  said.better ||= judged.verdict === 'better';
  said.invalid ||= judged.verdict === 'invalid';
  said.revenue ||= speaks(alwaysValidRevenueUplift(invite, holdout, plan));
  said.uncapped ||= speaks(alwaysValidRevenueUplift(whole.invite, whole.holdout, plan));
  said.atTheEnd = textbook(invite, holdout);
  said.naive ||= day >= 2 && said.atTheEnd;
  const { effect = 0 } = shop;
  const counts = [countOf(invite), countOf(holdout)] as const;
  said.ratioMissed ||= leavesOut(alwaysValidUplift(...counts, plan), effect);
  said.pointsMissed ||= leavesOut(alwaysValidDifference(...counts, plan), shop.baseRate * effect);
}

/** What is done when nobody minds: two proportions, pooled, 5 %. */
function textbook(a: Sums, b: Sums): boolean {
  const pooled = (a.buyers + b.buyers) / (a.visitors + b.visitors);
  const error = Math.sqrt(pooled * (1 - pooled) * (1 / a.visitors + 1 / b.visitors));
  return error > 0 && Math.abs(a.buyers / a.visitors - b.buyers / b.visitors) / error > 1.959964;
}
