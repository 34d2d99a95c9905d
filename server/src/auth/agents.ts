import { createId } from '@theke/kit';
import type { AgentFace, Me, Role } from '@theke/protocol';
import type { Db } from '../powers.ts';
import type { AgentsTable } from '../store/tables.ts';
import { hashPassword } from './passwords.ts';

/** Adds an agent; the password's hash is all that is kept. Throws when the e-mail is taken. */
export async function addAgent(
  db: Db,
  wish: { id?: string; email: string; name: string; role: Role; skills: readonly string[]; password: string },
): Promise<AgentsTable> {
  const row: AgentsTable = {
    id: wish.id ?? createId('agt'),
    email: wish.email.toLowerCase(),
    name: wish.name,
    role: wish.role,
    skills: JSON.stringify(wish.skills),
    password_hash: await hashPassword(wish.password),
    available: 0,
    failed_sign_ins: 0,
    locked_until: null,
    disabled: 0,
    created_at: Date.now(),
  };
  await db.insertInto('agents').values(row).execute();
  return row;
}

/** An agent's own view of themselves. */
export const meOf = (row: AgentsTable): Me => ({
  agentId: row.id,
  name: row.name,
  email: row.email,
  role: row.role as Role,
  skills: JSON.parse(row.skills) as string[],
});

/** Names of agents by id, kept: every entry and every list needs them, and they hardly ever change. */
export function createFaces(db: Db): (agentId: string) => Promise<AgentFace | null> {
  const known = new Map<string, { face: AgentFace; atMs: number }>();
  const keepMs = 30_000;
  return async (agentId) => {
    const kept = known.get(agentId);
    if (kept && Date.now() - kept.atMs < keepMs) return kept.face;
    const row = await db.selectFrom('agents').select(['id', 'name']).where('id', '=', agentId).executeTakeFirst();
    if (!row) return null;
    const face = { agentId: row.id, name: row.name };
    known.set(agentId, { face, atMs: Date.now() });
    return face;
  };
}
