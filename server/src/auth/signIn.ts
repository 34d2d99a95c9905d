import { type Answer, no, yes } from '@theke/protocol';
import type { Audit, Db } from '../powers.ts';
import type { AgentsTable } from '../store/tables.ts';
import { isPassword, pretendCheck } from './passwords.ts';
import type { Sessions } from './sessions.ts';
import { createTries } from './tries.ts';

/** Five wrong passwords, then a quarter of an hour of silence – for accounts that exist and for those that do not. */
const maxWrong = 5;
const lockMs = 15 * 60_000;
/** An office behind one address may have many people with bad memories. */
const maxWrongOfAddress = 50;

/** Signs agents in. The answer never tells whether the account exists. */
export function createSignIn(powers: { db: Db; sessions: Sessions; audit: Audit; now(): number }) {
  const { db, now } = powers;
  const strangers = createTries({ limit: maxWrong, windowMs: lockMs, now });
  const addresses = createTries({ limit: maxWrongOfAddress, windowMs: lockMs, now });

  const lock = async (id: string) => {
    await db
      .updateTable('agents')
      .set({ failed_sign_ins: 0, locked_until: now() + lockMs })
      .where('id', '=', id)
      .execute();
    await powers.audit({ actor: 'system', act: 'agent.lock', thing: `agent:${id}` });
  };

  /**
   * Counts a try before the password is looked at, in the database: a hundred guesses at once are a hundred tries, and a
   * restart forgives nobody. The tries so far; null: locked meanwhile.
   */
  async function counted(row: AgentsTable): Promise<number | null> {
    const open = await db
      .updateTable('agents')
      .set((e) => ({ failed_sign_ins: e('failed_sign_ins', '+', 1) }))
      .where('id', '=', row.id)
      .where((e) => e.or([e('locked_until', 'is', null), e('locked_until', '<=', now())]))
      .returning('failed_sign_ins')
      .executeTakeFirst();
    if (open && open.failed_sign_ins > maxWrong) await lock(row.id);
    return open && open.failed_sign_ins <= maxWrong ? open.failed_sign_ins : null;
  }

  return async function signIn(given: {
    email: string;
    password: string;
    address: string;
  }): Promise<Answer<{ row: AgentsTable; secret: string }>> {
    const email = given.email.toLowerCase();
    const row = await db.selectFrom('agents').selectAll().where('email', '=', email).executeTakeFirst();
    const lockedMs = row ? Math.max(0, (row.locked_until ?? 0) - now()) : strangers.waitMs(email);
    const waitMs = Math.max(lockedMs, addresses.waitMs(given.address));
    if (waitMs > 0) return no('tooOften', { retryInMs: waitMs });
    addresses.wrong(given.address);
    if (!row) strangers.wrong(email);
    const tries = row ? await counted(row) : 0;
    if (tries === null) return no('tooOften', { retryInMs: lockMs });
    const right = row ? await isPassword(row.password_hash, given.password) : await pretendCheck(given.password);
    if (!row || !right || row.disabled) {
      if (row && tries >= maxWrong) await lock(row.id);
      return no('signedOut');
    }
    addresses.takeBack(given.address);
    await db.updateTable('agents').set({ failed_sign_ins: 0, locked_until: null }).where('id', '=', row.id).execute();
    const secret = await powers.sessions.create(row.id);
    await powers.audit({ actor: `agent:${row.id}`, act: 'agent.signIn', thing: `agent:${row.id}` });
    return yes({ row, secret });
  };
}

export type SignIn = ReturnType<typeof createSignIn>;
