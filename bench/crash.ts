import type { Entry } from '@theke/protocol';
import { checkHistory, type HistoryEvent } from '../e2e/history.ts';
import { createSender, type Sender } from '../e2e/sender.ts';
import { startWorld, type World, waitFor } from '../e2e/world.ts';
import { quantile } from './stats.ts';
import type { Row } from './table.ts';

const rest = (ms: number) => new Promise((done) => setTimeout(done, ms));

/**
 * Many senders, the server killed again and again in the middle: what a history checker finds that was lost, doubled or
 * out of order (R1, at the size the knobs say). `--kills=20 --senders=20`.
 */
export async function measure(knobs: Record<string, number>): Promise<Row[]> {
  const { kills = 20, senders: senderCount = 20 } = knobs;
  const history: HistoryEvent[] = [];
  const world = await startWorld();
  const senders: Sender[] = [];
  const downMs: number[] = [];
  try {
    for (let index = 0; index < senderCount; index++) senders.push(createSender(world, `sender-${index}`, history));
    let writing = true;
    const writers = senders.map(async (sender, index) => {
      for (let count = 0; writing; count++) {
        // The outbox keeps at most 200; a person stops typing earlier.
        if (sender.waiting < 150) sender.write(`message ${count} of ${index}`);
        await rest(20 + Math.random() * 60);
      }
    });
    for (let count = 0; count < kills; count++) {
      await rest(50 + Math.random() * 1_200);
      const sinceMs = performance.now();
      await world.kill();
      await world.restart();
      downMs.push(performance.now() - sinceMs);
    }
    writing = false;
    await Promise.all(writers);
    await waitFor(() => senders.every((sender) => sender.waiting === 0), 60_000, 'every outbox to be empty');
    await waitFor(() => senders.every((sender) => allShown(history, sender)), 20_000, 'every screen to be complete');
    for (const sender of senders) history.push(...(await readBack(world, sender)));

    const screens = [...senders.map((_, index) => `sender-${index}`), 'reader'];
    const verdict = checkHistory(history, screens);
    const acknowledged = history.filter((event) => event.type === 'acknowledged').length;
    const none = (value: number) => ({ value, unit: '', bar: { name: 'R1', atMost: 0 } });
    return [
      { what: 'acknowledged messages', value: acknowledged, unit: '', note: `${senderCount} senders, ${kills} kills` },
      { what: 'lost', ...none(verdict.lost.length) },
      { what: 'doubled', ...none(verdict.doubled.length) },
      { what: 'out of order', ...none(verdict.outOfOrder.length) },
      { what: 'never sent, yet shown', ...none(verdict.unexpected.length) },
      { what: 'kill → ready again, p50', value: quantile(downMs, 0.5) / 1000, unit: 's' },
    ];
  } finally {
    for (const sender of senders) sender.close();
    await world.close();
  }
}

function allShown(history: readonly HistoryEvent[], sender: Sender): boolean {
  const own = history.filter((event) => event.conversation === sender.conversationId);
  const acknowledged = own.filter((event) => event.type === 'acknowledged').length;
  return own.filter((event) => event.type === 'shown' && !event.id.startsWith('event:')).length >= acknowledged;
}

/** A screen that was not there: what the API reads from the database, page by page. */
async function readBack(world: World, { conversationId }: Sender): Promise<HistoryEvent[]> {
  const entries: Entry[] = [];
  for (;;) {
    const address = `${world.thekeUrl}/api/v1/conversations/${conversationId}?afterSeq=${entries.at(-1)?.seq ?? 0}`;
    const answer = await fetch(address, { headers: { authorization: `Bearer ${world.apiKey}` } });
    if (!answer.ok) throw new Error(`the API answered ${answer.status}`);
    const { messages } = (await answer.json()) as { messages: Entry[] };
    if (messages.length === 0) break;
    entries.push(...messages);
  }
  return entries.map((entry) => ({
    type: 'shown',
    client: 'reader',
    conversation: conversationId,
    id: entry.clientId ?? `event:${entry.id}`,
    seq: entry.seq,
  }));
}
