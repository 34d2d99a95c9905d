import { createSecret } from '@theke/kit';
import type { Role } from '@theke/protocol';
import type { AgentActor, Db } from '../powers.ts';
import { digestOf } from './digest.ts';

/** A working day; afterwards one signs in anew. */
const absoluteMs = 12 * 3_600_000;
/** Without any sign of life (a socket counts as one). */
const idleMs = 30 * 60_000;
/** How fresh `seen_at` is kept: a write for each request would be a waste. */
const touchMs = 60_000;

export type Revocation = 'signedOut' | 'revoked' | 'idle';

/** Sign-ins of agents. The cookie holds the secret, the table only its digest. */
export interface Sessions {
  create(agentId: string): Promise<string>;
  /** Whose secret this is, or null: unknown, revoked, too old, or the agent was disabled. */
  find(secret: string | undefined): Promise<AgentActor | null>;
  /** Keeps a session from going idle. */
  touch(digest: string): Promise<void>;
  revoke(digest: string, why: Revocation): Promise<void>;
  revokeAgent(agentId: string, why: Revocation): Promise<void>;
  /** Of these sessions, those that hold no longer: another process may have revoked them. */
  ended(digests: readonly string[]): Promise<{ digest: string; why: Revocation }[]>;
  onRevoked(fn: (digest: string, why: Revocation) => void): void;
}

export function createSessions(powers: { db: Db; now(): number }): Sessions {
  const { db, now } = powers;
  const listeners: ((digest: string, why: Revocation) => void)[] = [];
  const joined = () =>
    db
      .selectFrom('agent_sessions as s')
      .innerJoin('agents as a', 'a.id', 's.agent_id')
      .where('s.revoked_at', 'is', null);

  const sessions: Sessions = {
    async create(agentId) {
      const secret = createSecret(32);
      const at = now();
      await db
        .insertInto('agent_sessions')
        .values({ digest: digestOf(secret), agent_id: agentId, created_at: at, seen_at: at, revoked_at: null })
        .execute();
      return secret;
    },
    async find(secret) {
      if (!secret || secret.length > 100) return null;
      const digest = digestOf(secret);
      const row = await joined()
        .select(['s.seen_at', 's.created_at', 'a.id', 'a.name', 'a.role', 'a.skills', 'a.disabled'])
        .where('s.digest', '=', digest)
        .executeTakeFirst();
      if (!row || row.disabled || now() - row.created_at > absoluteMs || now() - row.seen_at > idleMs) return null;
      if (now() - row.seen_at > touchMs) await sessions.touch(digest);
      return {
        kind: 'agent',
        agentId: row.id,
        name: row.name,
        role: row.role as Role,
        skills: JSON.parse(row.skills) as string[],
        session: digest,
        socketId: '',
      };
    },
    async touch(digest) {
      await db.updateTable('agent_sessions').set({ seen_at: now() }).where('digest', '=', digest).execute();
    },
    async revoke(digest, why) {
      await db
        .updateTable('agent_sessions')
        .set({ revoked_at: now() })
        .where('digest', '=', digest)
        .where('revoked_at', 'is', null)
        .execute();
      for (const listener of listeners) listener(digest, why);
    },
    async revokeAgent(agentId, why) {
      const rows = await joined().select('s.digest').where('a.id', '=', agentId).execute();
      for (const row of rows) await sessions.revoke(row.digest, why);
    },
    async ended(digests) {
      if (digests.length === 0) return [];
      const rows = await joined()
        .select(['s.digest', 's.created_at', 'a.disabled'])
        .where('s.digest', 'in', digests)
        .execute();
      const holding = new Map(rows.map((row) => [row.digest, row]));
      return digests.flatMap((digest): { digest: string; why: Revocation }[] => {
        const row = holding.get(digest);
        if (!row || row.disabled) return [{ digest, why: 'revoked' }];
        return now() - row.created_at > absoluteMs ? [{ digest, why: 'idle' }] : [];
      });
    },
    onRevoked: (fn) => void listeners.push(fn),
  };
  return sessions;
}
