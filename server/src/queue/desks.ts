import type { AgentActor, Db } from '../powers.ts';

/** A console that reloads, or a line that drops for a moment, releases nothing. */
const graceMs = 30_000;

export interface Desk {
  agentId: string;
  name: string;
  role: AgentActor['role'];
  skills: readonly string[];
  available: boolean;
  sockets: Set<string>;
}

/** Which agents are signed in right now, and which of them take conversations. */
export function createDesks(powers: {
  db: Db;
  after(ms: number, fn: () => void): () => void;
  onGone(agentId: string): void;
  onChanged(): void;
}) {
  const desks = new Map<string, Desk>();
  const leaving = new Map<string, () => void>();
  // After a restart everybody is on the way back: nobody counts as gone before the grace is over.
  let starting = true;
  const undoStart = powers.after(graceMs, () => {
    starting = false;
  });

  return {
    async came(who: AgentActor) {
      leaving.get(who.agentId)?.();
      leaving.delete(who.agentId);
      const known = desks.get(who.agentId);
      const desk: Desk = known ?? { ...who, available: false, sockets: new Set() };
      Object.assign(desk, { name: who.name, role: who.role, skills: who.skills });
      desk.sockets.add(who.socketId);
      desks.set(who.agentId, desk);
      if (known) return;
      const row = await powers.db
        .selectFrom('agents')
        .select('available')
        .where('id', '=', who.agentId)
        .executeTakeFirst();
      desk.available = row?.available === 1;
      powers.onChanged();
    },
    left(who: AgentActor) {
      const desk = desks.get(who.agentId);
      if (!desk?.sockets.delete(who.socketId) || desk.sockets.size > 0) return;
      leaving.set(
        who.agentId,
        powers.after(graceMs, () => {
          leaving.delete(who.agentId);
          desks.delete(who.agentId);
          powers.onGone(who.agentId);
          powers.onChanged();
        }),
      );
      powers.onChanged();
    },
    async setAvailable(agentId: string, on: boolean) {
      await powers.db
        .updateTable('agents')
        .set({ available: on ? 1 : 0 })
        .where('id', '=', agentId)
        .execute();
      const desk = desks.get(agentId);
      if (desk) desk.available = on;
      powers.onChanged();
    },
    get: (agentId: string) => desks.get(agentId) ?? null,
    /** With at least one screen open. */
    present: () => [...desks.values()].filter((desk) => desk.sockets.size > 0),
    isOnline: (agentId: string) => (desks.get(agentId)?.sockets.size ?? 0) > 0,
    /** Online, or so recently that they are probably coming back. */
    isHere: (agentId: string) => starting || desks.has(agentId),
    /** Whether anybody takes conversations. In the grace of a reload the last state holds, so that widgets do not flicker. */
    anyoneAvailable: () => [...desks.values()].some((desk) => desk.available),
    stop() {
      undoStart();
      for (const undo of leaving.values()) undo();
    },
  };
}

export type Desks = ReturnType<typeof createDesks>;
