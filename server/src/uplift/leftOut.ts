import type { Db } from '../powers.ts';

/** One row of an experiment that does not count: seen in both arms, or a second row of somebody who has an earlier one. */
export interface LeftOut {
  unit: string;
  arm: string;
  at: number;
  why: 'bothArms' | 'double';
  /** Of the name of a day: what its network was called that day. */
  network?: string | null;
}

/**
 * How many rows of both arms speak of a broken measurement: one pair for each network and day. Anybody can be in both arms by
 * turning up as two browsers, as often as they like; where the lot is broken it is so for everybody, on every network.
 */
export function bothArmsThatCount(leftOut: ReadonlyMap<string, LeftOut>): number {
  const days = [...leftOut.values()].filter((one) => one.why === 'bothArms' && one.network !== undefined);
  return 2 * new Set(days.map((one) => one.network ?? one.unit)).size;
}

/**
 * The rows of an experiment that are left out. Somebody who was nameless and then known has two names: the row that was first
 * stands, and who was in both arms is counted and read no further.
 */
export async function leftOutOf(db: Db, experimentId: string): Promise<Map<string, LeftOut>> {
  const out = new Map<string, LeftOut>();
  const marked = await db
    .selectFrom('exposures as e')
    .leftJoin('unit_links as l', 'l.day_unit', 'e.unit')
    .select(['e.unit', 'e.arm', 'e.at', 'l.network', 'l.day_unit as dayUnit'])
    .where('e.experiment_id', '=', experimentId)
    .where('e.both_arms', '=', 1)
    .execute();
  for (const { dayUnit, network, ...row } of marked)
    out.set(row.unit, { ...row, why: 'bothArms', ...(dayUnit === null ? {} : { network }) });

  const pairs = await db
    .selectFrom('exposures as d')
    .innerJoin('unit_links as l', 'l.day_unit', 'd.unit')
    .innerJoin('exposures as v', 'v.unit', 'l.visitor_id')
    .leftJoin('visitors as w', 'w.id', 'l.visitor_id')
    .select(['d.unit as dayUnit', 'd.arm as dayArm', 'd.at as dayAt', 'v.unit as visitorUnit', 'v.arm as visitorArm'])
    .select(['v.at as visitorAt', 'l.at as linkedAt', 'l.network', 'w.created_at as knownSince'])
    .where('d.experiment_id', '=', experimentId)
    .where('v.experiment_id', '=', experimentId)
    .orderBy('l.at')
    .orderBy('l.visitor_id')
    .execute();
  const joined = new Set<string>();
  for (const pair of pairs) {
    // Who had an id already was not the nameless one: phones move between networks that many share.
    if (pair.knownSince !== null && Number(pair.knownSince) < Number(pair.dayAt)) continue;
    // Many people may share one network and browser: only the first who got an id is taken for the nameless one.
    if (joined.has(pair.dayUnit)) continue;
    joined.add(pair.dayUnit);
    const day = { unit: pair.dayUnit, arm: pair.dayArm, at: pair.dayAt };
    const visitor = { unit: pair.visitorUnit, arm: pair.visitorArm, at: pair.visitorAt };
    if (day.arm !== visitor.arm) {
      out.set(day.unit, { ...day, why: 'bothArms', network: pair.network });
      out.set(visitor.unit, { ...visitor, why: 'bothArms' });
      continue;
    }
    const later = day.at <= visitor.at ? visitor : day;
    if (!out.has(later.unit)) out.set(later.unit, { ...later, why: 'double' });
  }
  return out;
}
