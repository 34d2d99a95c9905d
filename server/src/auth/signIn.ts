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

  async function wrong(row: AgentsTable | undefined, email: string, address: string): Promise<Answer<never>> {
    addresses.wrong(address);
    if (!row) {
      strangers.wrong(email);
      return no('signedOut');
    }
    // Raised in the database, so that a restart forgives nobody and parallel guesses all count.
    const { failed_sign_ins: failed } = await db
      .updateTable('agents')
      .set((e) => ({ failed_sign_ins: e('failed_sign_ins', '+', 1) }))
      .where('id', '=', row.id)
      .returning('failed_sign_ins')
      .executeTakeFirstOrThrow();
    if (failed >= maxWrong) {
      await db
        .updateTable('agents')
        .set({ failed_sign_ins: 0, locked_until: now() + lockMs })
        .where('id', '=', row.id)
        .execute();
      await powers.audit({ actor: 'system', act: 'agent.lock', thing: `agent:${row.id}` });
    }
    return no('signedOut');
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
    const right = row ? await isPassword(row.password_hash, given.password) : await pretendCheck(given.password);
    if (!row || !right || row.disabled) return wrong(row, email, given.address);
    await db.updateTable('agents').set({ failed_sign_ins: 0, locked_until: null }).where('id', '=', row.id).execute();
    const secret = await powers.sessions.create(row.id);
    await powers.audit({ actor: `agent:${row.id}`, act: 'agent.signIn', thing: `agent:${row.id}` });
    return yes({ row, secret });
  };
}

export type SignIn = ReturnType<typeof createSignIn>;
