import { createHmac, randomBytes } from 'node:crypto';
import { networkOf } from '../handoff/guard.ts';
import type { Db } from '../powers.ts';
import { dayMs } from './defaults.ts';

const prefix = 'dayUnit:';
/** Longer names of browsers are padding, or an attack. */
const maxAgentChars = 400;

/**
 * What stands for a visitor without an id, for one day (UTC): an HMAC of site, network and browser under a secret that is
 * deleted after two days, so that nobody can tell afterwards who it was. Many people may share one: it decides an arm, never
 * a cap.
 */
export function createDayUnits({ db, now }: { db: Db; now(): number }) {
  let kept: { day: string; secret: Promise<string> } | null = null;

  async function secretOf(day: string): Promise<string> {
    const key = prefix + day;
    await forget();
    await db
      .insertInto('settings')
      .values({ key, value: randomBytes(32).toString('base64') })
      .onConflict((c) => c.column('key').doNothing())
      .execute();
    return (await db.selectFrom('settings').select('value').where('key', '=', key).executeTakeFirstOrThrow()).value;
  }

  /** Deletes the secrets of two days ago and before. */
  async function forget(): Promise<void> {
    await db
      .deleteFrom('settings')
      .where('key', 'like', `${prefix}%`)
      .where('key', '<', prefix + dayOf(now() - dayMs))
      .execute();
  }

  return {
    forget,
    /** `day:` and 22 characters. The same for the same site, network and browser, until midnight. */
    async of(siteId: string, ip: string, userAgent: string): Promise<string> {
      const day = dayOf(now());
      if (kept?.day !== day) {
        const secret = secretOf(day);
        kept = { day, secret };
        secret.catch(() => {
          kept = null;
        });
      }
      const mac = createHmac('sha256', await kept.secret);
      // JSON, so that no two lists of words make the same text.
      mac.update(JSON.stringify([siteId, networkOf(ip), userAgent.slice(0, maxAgentChars)]));
      return `day:${mac.digest('base64url').slice(0, 22)}`;
    },
  };
}

export type DayUnits = ReturnType<typeof createDayUnits>;

const dayOf = (atMs: number) => new Date(atMs).toISOString().slice(0, 10);
