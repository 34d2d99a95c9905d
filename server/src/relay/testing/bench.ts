import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createId, fakeClock, silentLog } from '@theke/kit';
import type { Db, LiveQuestions, Powers, Side } from '../../powers.ts';
import { openStore } from '../../store/open.ts';
import type { ConversationsTable } from '../../store/tables.ts';
import { createConversations } from './benchConversations.ts';

export interface Told {
  to: string;
  event: string;
  body: unknown;
}

/** Stands where the core stands: a real database, a clock that waits for us, and ears instead of screens. */
export async function openBench() {
  const dataDir = mkdtempSync(join(tmpdir(), 'theke-bench-'));
  const store = await openStore({ dataDir });
  const clock = fakeClock();
  const told: Told[] = [];
  const audits: { act: string; actor: string; facts?: object }[] = [];
  const counts: Record<string, number> = {};
  const onlineVisitors = new Set<string>();
  const onlineAgents = new Set<string>();
  const rooms = new Map<string, Set<string>>();
  const stuck = new Set<string>();
  /** What the visitor's browser answers; an event without one is not answered at all. */
  const replies: { [K in keyof LiveQuestions]?: (value: LiveQuestions[K]['value']) => unknown } = {};
  const asked: { to: string; event: string; value: unknown }[] = [];
  const privacy = { recording: false };
  const free: { agentId: string; name: string; room: number }[] = [];
  const conversations = createConversations(store.db, clock.now);

  const teller =
    (to: string) =>
    (event: string, body?: unknown): void =>
      void told.push({ to, event, body });
  const toSockets = (sockets: () => string[], always: boolean) => (event: string, body: unknown) => {
    let [sent, skipped] = [0, 0];
    for (const socket of sockets()) {
      if (!always && stuck.has(socket)) skipped += 1;
      else {
        told.push({ to: `live:${socket}`, event, body });
        sent += 1;
      }
    }
    return { sent, skipped };
  };
  const live = (shareId: string, side: Side) => toSockets(() => [...(rooms.get(`${shareId}:${side}`) ?? [])], false);
  const room = (shareId: string, side: Side) => {
    const key = `${shareId}:${side}`;
    rooms.set(key, rooms.get(key) ?? new Set());
    return rooms.get(key)!;
  };

  const powers = {
    db: store.db,
    config: { iceUrls: [] },
    log: silentLog,
    now: clock.now,
    after: clock.after,
    tell: {
      visitor: (id: string) => teller(`visitor:${id}`),
      visitorTab: (id: string, tab: string) => teller(`tab:${id}:${tab}`),
      visitorOthers: (id: string, tab: string) => teller(`others:${id}:${tab}`),
      agent: (id: string) => teller(`agent:${id}`),
      agentSocket: (id: string) => teller(`agentSocket:${id}`),
      desk: () => teller('desk'),
      live,
      liveOne: (socketId: string, always?: 'always') => toSockets(() => [socketId], always === 'always'),
    },
    conversations: conversations.powers,
    audit: async (line: { act: string; actor: string }) => void audits.push(line),
    counters: {
      refused: () => {},
      count: (name: string, _labels?: object, by = 1) => {
        counts[name] = (counts[name] ?? 0) + by;
      },
    },
    siteOrigins: async (siteId: string) => (siteId === 'demo' ? ['https://shop.test'] : []),
    sitePrivacy: async (siteId: string) => ({ siteId, ...privacy }),
    freeAgents: async () => free,
    visitorOnline: (id: string) => onlineVisitors.has(id),
    agentOnline: (id: string) => onlineAgents.has(id),
    live: {
      join: (socketId: string, shareId: string, side: Side) => void room(shareId, side).add(socketId),
      leave: (socketId: string, shareId: string) => {
        room(shareId, 'visitor').delete(socketId);
        room(shareId, 'agent').delete(socketId);
      },
      cut: (shareId: string) => {
        for (const side of ['visitor', 'agent'] as const) {
          for (const socket of room(shareId, side))
            told.push({ to: `live:${socket}`, event: 'share:cut', body: { shareId } });
          room(shareId, side).clear();
        }
      },
      receivers: (shareId: string, side: Side) => room(shareId, side).size,
      isBehind: (socketId: string) => stuck.has(socketId),
      ask: async (to: string, event: keyof LiveQuestions, value: never, withinMs: number) => {
        asked.push({ to, event, value });
        const reply = replies[event];
        if (reply) return { answer: await reply(value) };
        return new Promise((done) => clock.after(withinMs, () => done(null)));
      },
    },
    visitors: {
      create: async (siteId: string) => {
        const visitorId = createId('vis', clock.now());
        await addVisitor(store.db, siteId, visitorId);
        return { visitorId, visitorToken: `token-${visitorId}`, contactId: `con-${visitorId}` };
      },
      prove: async (_siteId: string, visitorId: string, token: string) =>
        token === `token-${visitorId}` ? { visitorId, contactId: `con-${visitorId}` } : null,
    },
    agentFace: async (agentId: string) => ({ agentId, name: agentId.toUpperCase() }),
    agentOf: async () => null,
    requireKey: () => () => {},
    once: () => () => {},
    problem: () => {},
  } as unknown as Powers;

  return {
    powers,
    db: store.db,
    clock,
    told,
    audits,
    counts,
    onlineVisitors,
    onlineAgents,
    stuck,
    replies,
    asked,
    privacy,
    free,
    rooms,
    conversations,
    /** What was told to one ear, in short, since the last time. */
    heard(to: string): string[] {
      const mine = told.filter((one) => one.to === to).map((one) => one.event);
      for (let at = told.length - 1; at >= 0; at--) if (told[at]!.to === to) told.splice(at, 1);
      return mine;
    },
    async advance(ms: number) {
      clock.advance(ms);
      await settled();
    },
    async active(more: Partial<ConversationsTable> = {}) {
      const row = await conversations.powers.create({
        siteId: 'demo',
        contactId: 'con-1',
        visitorId: 'vera',
        via: 'launcher',
        leg: { kind: 'web' },
      });
      const set = { agent_id: 'anna', status: 'active', ...more };
      await store.db.updateTable('conversations').set(set).where('id', '=', row.id).execute();
      onlineVisitors.add('vera');
      onlineAgents.add('anna');
      return { ...row, ...set };
    },
    async close() {
      await settled();
      await store.close();
      rmSync(dataDir, { recursive: true, force: true });
    },
  };
}

export type Bench = Awaited<ReturnType<typeof openBench>>;

/** Lets everything that only waits for the database or for promises come to rest. */
export async function settled(rounds = 30) {
  for (let round = 0; round < rounds; round++) await new Promise((done) => setImmediate(done));
}

export const vera = (more: object = {}) => ({
  kind: 'visitor' as const,
  visitorId: 'vera',
  siteId: 'demo',
  contactId: 'con-1',
  socketId: 'v1',
  tabId: 't1',
  ...more,
});
export const anna = (more: object = {}) => ({
  kind: 'agent' as const,
  agentId: 'anna',
  name: 'Anna',
  role: 'agent' as const,
  skills: ['sales'],
  session: 's',
  socketId: 'a1',
  ...more,
});

/** A colleague of hers. */
export const ben = (more: object = {}) => ({ ...anna(), agentId: 'ben', name: 'Ben', socketId: 'b1', ...more });

async function addVisitor(db: Db, siteId: string, id: string) {
  await db
    .insertInto('visitors')
    .values({ id, site_id: siteId, digest: id, contact_id: `con-${id}`, created_at: 0, seen_at: 0 })
    .execute();
}
