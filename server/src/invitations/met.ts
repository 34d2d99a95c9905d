import type { Db } from '../powers.ts';
import type { DayNames, DayUnits } from './dayUnit.ts';
import { nobodysNames } from './dayUnit.ts';
import type { Asker } from './decide.ts';

/** So many visitors are on the pages of one process at most; beyond it the longest unheard of are forgotten. */
const maxMet = 50_000;
/** An id this young was made for the hello that brings it. */
const justMadeMs = 60_000;

/** Where somebody came from. `hidden`: the address is a proxy's, and everybody's. */
export interface From {
  ip: string;
  userAgent: string;
  hidden: boolean;
}

/**
 * Who has said hello from where. A visitor with an id asks on a line that was opened once; where it came from stays in memory,
 * and only as long as they are there.
 */
export function createMet(powers: {
  db: Db;
  now(): number;
  dayUnits: DayUnits;
  link(dayUnit: string, visitorId: string, network: string): Promise<void>;
}) {
  const { db, now, dayUnits } = powers;
  const from = new Map<string, From & { linked: Promise<void> }>();
  const born = new Map<string, number>();
  let latestMs = 0;

  /** An id made while the clock is behind is younger than all that happened before the clock was set back. */
  async function noteBirth(visitorId: string): Promise<void> {
    const behind = now() < latestMs;
    latestMs = Math.max(latestMs, now());
    if (!behind) return;
    const row = await db.selectFrom('visitors').select('created_at').where('id', '=', visitorId).executeTakeFirst();
    if (row && Math.abs(now() - Number(row.created_at)) < justMadeMs) keep(born, visitorId, latestMs);
  }

  return {
    /** Ties the id to today's name. Whatever the id asks meanwhile waits for it. */
    async hello(siteId: string, visitorId: string, one: From): Promise<void> {
      const linked = Promise.all([
        dayUnits
          .names(siteId, one.ip, one.userAgent)
          .then(({ today, network }) => powers.link(today, visitorId, network)),
        noteBirth(visitorId),
      ]).then(() => {});
      keep(from, visitorId, { ...one, linked });
      await linked;
    },
    /** What somebody who asks is called for the day. */
    async namesOf({ siteId, visitorId, ip, userAgent, hidden }: Asker): Promise<DayNames> {
      latestMs = Math.max(latestMs, now());
      if (visitorId === null) {
        const names = await dayUnits.names(siteId, ip ?? '', userAgent ?? '');
        return hidden ? nobodysNames(names.today) : names;
      }
      const one = from.get(visitorId);
      // As much work for those who have not said where they are.
      const names = await dayUnits.names(siteId, one?.ip ?? '', one?.userAgent ?? '');
      await one?.linked.catch(() => {});
      return one && !one.hidden ? names : nobodysNames();
    },
    fromOf: (visitorId: string): From | null => from.get(visitorId) ?? null,
    laterBorn: (visitorId: string) => born.get(visitorId) ?? 0,
    gone: (visitorId: string) => void from.delete(visitorId),
  };
}

export type Met = ReturnType<typeof createMet>;

function keep<T>(map: Map<string, T>, key: string, value: T): void {
  map.delete(key);
  map.set(key, value);
  if (map.size > maxMet) map.delete(map.keys().next().value!);
}
