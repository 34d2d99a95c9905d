import { createHmac, randomBytes } from 'node:crypto';
import { networkOf } from '../handoff/guard.ts';
import type { Db } from '../powers.ts';
import { dayMs } from './defaults.ts';
import { isPublic } from './publicAddress.ts';

const prefix = 'dayUnit:';
/** Longer names of browsers are padding, or an attack. */
const maxAgentChars = 400;
/** Today's, yesterday's, and two more where the clock was set back. */
const maxSecrets = 4;

/** What somebody is called for a day, by network and browser. */
export interface DayNames {
  /** The unit of a nameless visitor. */
  today: string;
  /** Under every secret that still exists, always as many as can be, so that every question looks alike. Empty words where the address says nothing. */
  all: readonly string[];
  /** Whether the address says anything about who somebody is; if not, `all` is nobody. */
  telling: boolean;
  /** What the network is called today, whatever the browser; nobody can tell afterwards which it was either. */
  network: string;
}

/** Nobody's names; no unit is an empty word. */
export const nobodysNames = (today = '', ofDay = ''): DayNames => ({
  today,
  all: Array(maxSecrets).fill(''),
  telling: false,
  network: ofDay,
});

/**
 * What stands for a visitor without an id, for one day (UTC): an HMAC of site, network and browser under a secret that is
 * deleted after two days, so that nobody can tell afterwards who it was. Many people may share one.
 */
export function createDayUnits({ db, now }: { db: Db; now(): number }) {
  let kept: { day: string; secrets: Promise<string[]> } | null = null;

  /** Today's first, then the others there still are, the nearest first. */
  async function secretsOf(day: string): Promise<string[]> {
    const key = prefix + day;
    await forget();
    await db
      .insertInto('settings')
      .values({ key, value: randomBytes(32).toString('base64') })
      .onConflict((c) => c.column('key').doNothing())
      .execute();
    const rows = await db
      .selectFrom('settings')
      .select(['key', 'value'])
      .where('key', 'like', `${prefix}%`)
      .orderBy('key', 'desc')
      .execute();
    const awayMs = (row: { key: string }) => Math.abs(Date.parse(row.key.slice(prefix.length)) - Date.parse(day));
    return rows
      .sort((a, b) => awayMs(a) - awayMs(b))
      .slice(0, maxSecrets)
      .map((row) => row.value);
  }

  /** Deletes the secrets of two days ago and before. */
  async function forget(): Promise<void> {
    await db
      .deleteFrom('settings')
      .where('key', 'like', `${prefix}%`)
      .where('key', '<', prefix + dayOf(now() - dayMs))
      .execute();
  }

  /** The names somebody has: the same for the same site, network and browser, while their secrets last. */
  async function names(siteId: string, ip: string, userAgent: string): Promise<DayNames> {
    const day = dayOf(now());
    if (kept?.day !== day) {
      const secrets = secretsOf(day);
      kept = { day, secrets };
      secrets.catch(() => {
        kept = null;
      });
    }
    const network = networkOf(ip);
    // JSON, so that no two lists of words make the same text.
    const words = JSON.stringify([siteId, network, userAgent.slice(0, maxAgentChars)]);
    const secrets = await kept.secrets;
    const named = (secret: string, what: string) =>
      createHmac('sha256', secret).update(what).digest('base64url').slice(0, 22);
    const all = secrets.map((secret) => `day:${named(secret, words)}`);
    const today = all[0]!;
    const ofDay = `net:${named(secrets[0]!, JSON.stringify([siteId, network]))}`;
    if (!isPublic(network)) return nobodysNames(today, ofDay);
    return { today, all: [...all, ...Array(maxSecrets - all.length).fill(today)], telling: true, network: ofDay };
  }

  return {
    forget,
    names,
    /** `day:` and 22 characters. The same for the same site, network and browser, until midnight. */
    of: async (siteId: string, ip: string, userAgent: string) => (await names(siteId, ip, userAgent)).today,
  };
}

export type DayUnits = ReturnType<typeof createDayUnits>;

const dayOf = (atMs: number) => new Date(atMs).toISOString().slice(0, 10);
