import type { Log } from '@theke/kit';
import type { Availability } from '@theke/protocol';
import { can } from '../auth/can.ts';
import type { Conversations, Db, Powers, VisitorActor } from '../powers.ts';
import type { ConversationsTable } from '../store/tables.ts';
import type { Desks } from './desks.ts';
import { thingOf } from './thing.ts';

/** Conversations one agent holds at once before we offer no more. An agent's own click on Accept may go beyond. */
export const capacity = 4;
/** A returning person is kept for the agent who knows them so long, and only when the last time is so recent. */
const stickyMs = 30_000;
const rememberedMs = 7 * 86_400_000;
const lookMs = 2_000;
/** Positions further back are not told live; they are right again at the next change or hello. */
const toldPositions = 50;

/** Who may see and take what, who has room, and what happens when somebody goes. Decides nothing about texts. */
export function createQueue(powers: {
  db: Db;
  log: Log;
  desks: Desks;
  now(): number;
  after(ms: number, fn: () => void): () => void;
  conversations(): Pick<Conversations, 'changed'> & { release(conversationId: string): Promise<boolean> };
  tellAvailability(now: Availability): void;
}) {
  const { db, desks, now, log } = powers;
  let told: Availability = 'away';
  const shifted = new Set<string>();
  let undoLook = () => {};

  const quietly = (work: Promise<unknown>) =>
    work.catch((error: unknown) => log.warn('the queue stumbled', { error: String(error) }));

  /** Active ones, and waiting ones that are kept for the agent. */
  async function held(): Promise<Map<string, number>> {
    const rows = await db
      .selectFrom('conversations')
      .select((e) => [e.fn.coalesce('agent_id', 'reserved_for').as('agentId'), e.fn.countAll<number>().as('count')])
      .where((e) =>
        e.or([e('status', '=', 'active'), e.and([e('status', '=', 'waiting'), e('reserved_until', '>', now())])]),
      )
      .groupBy((e) => e.fn.coalesce('agent_id', 'reserved_for'))
      .execute();
    return new Map(rows.map((row) => [row.agentId ?? '', Number(row.count)]));
  }

  async function freeAgents(_siteId: string, skill?: string): ReturnType<Powers['freeAgents']> {
    const taken = await held();
    return desks
      .present()
      .filter((desk) => desk.available && (!skill || desk.skills.includes(skill)))
      .map(({ agentId, name }) => ({ agentId, name, room: capacity - (taken.get(agentId) ?? 0) }))
      .filter((one) => one.room > 0)
      .sort((a, b) => b.room - a.room);
  }

  async function release(agentId: string) {
    const rows = await db
      .selectFrom('conversations')
      .select(['id', 'status'])
      .where((e) =>
        e.or([
          e.and([e('agent_id', '=', agentId), e('status', '=', 'active'), e('waiting_since', 'is not', null)]),
          e.and([e('reserved_for', '=', agentId), e('status', '=', 'waiting')]),
        ]),
      )
      .execute();
    for (const row of rows) {
      if (row.status === 'active') await powers.conversations().release(row.id);
      else await unreserve(row.id);
    }
  }

  async function unreserve(conversationId: string) {
    await db
      .updateTable('conversations')
      .set({ reserved_for: null, reserved_until: null })
      .where('id', '=', conversationId)
      .where('status', '=', 'waiting')
      .execute();
    await powers.conversations().changed(conversationId);
  }

  async function lookAtReservations() {
    const rows = await db
      .selectFrom('conversations')
      .select('id')
      .where('status', '=', 'waiting')
      .where('reserved_until', '<=', now())
      .execute();
    for (const row of rows) await unreserve(row.id);
  }

  async function tellPositions(site: string) {
    const rows = await db
      .selectFrom('conversations')
      .select('id')
      .where('site_id', '=', site)
      .where('status', '=', 'waiting')
      .where('visitor_id', 'is not', null)
      .orderBy('waiting_since')
      .limit(toldPositions)
      .execute();
    for (const row of rows) await powers.conversations().changed(row.id);
  }

  return {
    freeAgents,
    async room(agentId: string) {
      return capacity - ((await held()).get(agentId) ?? 0);
    },
    /** Signed-in agents that may see a conversation now. */
    whoSees(row: ConversationsTable): string[] {
      const thing = thingOf(row, now());
      return desks
        .present()
        .filter((desk) => can(desk, 'conversation:see', thing))
        .map((desk) => desk.agentId);
    },
    /** The agent of this person's last conversation, when free for the same kind of matter. */
    async sticky(who: VisitorActor, skill: string | undefined) {
      const last = await db
        .selectFrom('conversations')
        .select('agent_id')
        .where('visitor_id', '=', who.visitorId)
        .where('agent_id', 'is not', null)
        .where('ended_at', '>', now() - rememberedMs)
        .orderBy('ended_at', 'desc')
        .executeTakeFirst();
      if (!last?.agent_id) return null;
      const free = await freeAgents(who.siteId, skill);
      return free.some((one) => one.agentId === last.agent_id)
        ? { agentId: last.agent_id, untilAt: now() + stickyMs }
        : null;
    },
    availability: (): Availability => (desks.anyoneAvailable() ? 'online' : 'away'),
    /** Tells every widget, but only when the answer flips. */
    availabilityMayHaveChanged() {
      const present = desks.anyoneAvailable() ? 'online' : 'away';
      if (present === told) return;
      told = present;
      powers.tellAvailability(present);
    },
    /** Whoever waits for an answer from an agent who went does not go on waiting for them. */
    agentGone: (agentId: string) => void quietly(release(agentId)),
    /** A person wrote to an agent who is not there any more. */
    unanswered(row: ConversationsTable) {
      if (row.status !== 'active' || !row.agent_id || row.waiting_since === null || desks.isHere(row.agent_id)) return;
      void quietly(powers.conversations().release(row.id));
    },
    moved(row: ConversationsTable, before: ConversationsTable | null) {
      if (before?.status !== 'waiting' || row.status === 'waiting') return;
      shifted.add(row.site_id);
      if (shifted.size > 1) return;
      powers.after(100, () => {
        const sites = [...shifted];
        shifted.clear();
        for (const site of sites) void quietly(tellPositions(site));
      });
    },
    start() {
      const look = () => {
        undoLook = powers.after(lookMs, () => void quietly(lookAtReservations()).finally(look));
      };
      look();
    },
    stop: () => undoLook(),
  };
}

export type Queue = ReturnType<typeof createQueue>;
