import { createThread, type Thread } from '@theke/chat';
import { createId, memoryStore, systemClock } from '@theke/kit';
import { createLine, createOutbox, type Line } from '@theke/line';
import { protocolVersion, type VisitorAsks, type VisitorTells } from '@theke/protocol';
import type { HistoryEvent } from './history.ts';

/** A visitor without a browser: the real line, outbox and thread, writing as fast as it is told to. */
export interface Sender {
  readonly conversationId: string;
  readonly line: Line<VisitorAsks, VisitorTells>;
  write(text: string): void;
  /** How many messages have no acknowledgement yet. */
  readonly waiting: number;
  close(): void;
}

/** Connects a visitor of the demo site and starts a conversation; everything that happens goes into `history`. */
export function createSender(
  world: { thekeUrl: string; shopUrl: string },
  name: string,
  history: HistoryEvent[],
): Sender {
  const clock = systemClock();
  const conversationId = createId('cnv');
  let visitor: { visitorId: string; visitorToken: string } | undefined;
  const line = createLine<VisitorAsks, VisitorTells>({
    url: world.thekeUrl,
    namespace: '/visitor',
    headers: { origin: world.shopUrl },
    separate: true,
    auth: () => ({ protocol: protocolVersion, site: 'demo', tabId: name, ...visitor }),
  });
  const outbox = createOutbox({
    store: memoryStore(),
    key: 'outbox',
    clock,
    send: (draft) =>
      started ? line.ask('message:send', draft, 3_000) : Promise.resolve({ ok: false, refusal: { code: 'offline' } }),
  });
  const thread: Thread = createThread({
    conversationId,
    mySide: 'visitor',
    outbox,
    clock,
    resume: (afterSeq) => line.ask('conversation:resume', { conversationId, afterSeq }),
    tellTyping: () => undefined,
    tellRead: () => undefined,
  });
  outbox.onSent((draft, receipt) =>
    history.push({
      type: 'acknowledged',
      client: name,
      conversation: conversationId,
      id: draft.clientId,
      seq: receipt.seq,
    }),
  );
  let shown = 0;
  thread.lines.subscribe((lines) => {
    const entries = lines.flatMap((one) => (one.entry ? [one.entry] : []));
    for (const entry of entries.slice(shown))
      history.push({
        type: 'shown',
        client: name,
        conversation: conversationId,
        id: entry.clientId ?? `event:${entry.id}`,
        seq: entry.seq,
      });
    shown = Math.max(shown, entries.length);
  });
  line.on('entry:added', ({ entry, headSeq }) => thread.take([entry], headSeq));

  let started = false;
  line.onState(async (state) => {
    if (state !== 'online') return;
    const welcome = await line.ask('visit:hello', {
      locale: 'en',
      page: { url: `${world.shopUrl}/en/` },
      conversationId,
      afterSeq: thread.haveSeq,
    });
    if (!welcome.ok) return;
    visitor = welcome.value.visitor;
    if (welcome.value.conversation?.conversationId === conversationId) {
      thread.take(welcome.value.entries, welcome.value.conversation.headSeq);
      started = true;
    } else {
      started = (await line.ask('conversation:start', { conversationId, via: 'api' })).ok;
    }
    outbox.flush();
  });
  line.open();

  return {
    conversationId,
    line,
    write(text) {
      thread.send(text);
      const draft = outbox.waiting.at(-1);
      if (draft) history.push({ type: 'attempted', client: name, conversation: conversationId, id: draft.clientId });
    },
    get waiting() {
      return outbox.waiting.length;
    },
    close() {
      thread.close();
      outbox.close();
      line.close();
    },
  };
}
