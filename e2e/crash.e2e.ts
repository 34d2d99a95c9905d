import type { Entry } from '@theke/protocol';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { checkHistory, type HistoryEvent } from './history.ts';
import { createSender, type Sender } from './sender.ts';
import { startWorld, type World, waitFor } from './world.ts';

const senderCount = 20;
const kills = 20;

let world: World;
let senders: Sender[] = [];
beforeAll(async () => {
  world = await startWorld();
});
afterAll(async () => {
  for (const sender of senders) sender.close();
  await world?.close();
});

it('[RE94] twenty senders, the server killed twenty times: nothing acknowledged is lost, doubled or out of order', async () => {
  const history: HistoryEvent[] = [];
  senders = Array.from({ length: senderCount }, (_, index) => createSender(world, `sender-${index}`, history));
  let writing = true;
  const writers = senders.map(async (sender, index) => {
    for (let count = 0; writing; count++) {
      if (sender.waiting < 150) sender.write(`message ${count} of ${index}`);
      await new Promise((later) => setTimeout(later, 20 + Math.random() * 60));
    }
  });
  for (let count = 0; count < kills; count++) {
    await new Promise((later) => setTimeout(later, 50 + Math.random() * 1_200));
    await world.kill();
    await world.restart();
  }
  writing = false;
  await Promise.all(writers);
  await waitFor(() => senders.every((sender) => sender.waiting === 0), 60_000, 'every outbox to be empty');
  await waitFor(() => senders.every((sender) => allShown(history, sender)), 20_000, 'every screen to show everything');

  // A second screen that was not there: what the REST API reads from the database.
  for (const sender of senders)
    for (const entry of await entriesOf(world, sender.conversationId))
      history.push({
        type: 'shown',
        client: 'reader',
        conversation: sender.conversationId,
        id: entry.clientId ?? `event:${entry.id}`,
        seq: entry.seq,
      });

  const screens = [...senders.map((_, index) => `sender-${index}`), 'reader'];
  const acknowledged = history.filter((event) => event.type === 'acknowledged').length;
  console.log(`history: ${kills} kills, ${acknowledged} messages acknowledged`);
  expect(acknowledged).toBeGreaterThan(500);
  expect(checkHistory(history, screens)).toEqual({ lost: [], doubled: [], outOfOrder: [], unexpected: [] });
}, 300_000); // Each start takes a second or two.

function allShown(history: readonly HistoryEvent[], sender: Sender): boolean {
  const own = history.filter((event) => event.conversation === sender.conversationId);
  const acknowledged = own.filter((event) => event.type === 'acknowledged').length;
  return own.filter((event) => event.type === 'shown' && !event.id.startsWith('event:')).length >= acknowledged;
}

async function entriesOf(from: World, conversationId: string): Promise<Entry[]> {
  const entries: Entry[] = [];
  for (let more = true; more; ) {
    const address = `${from.thekeUrl}/api/v1/conversations/${conversationId}?afterSeq=${entries.at(-1)?.seq ?? 0}&limit=200`;
    const answer = await fetch(address, { headers: { authorization: `Bearer ${from.apiKey}` } });
    if (!answer.ok) throw new Error(`the API answered ${answer.status}`);
    const page = (await answer.json()) as { messages: Entry[]; more: boolean };
    entries.push(...page.messages);
    more = page.more;
  }
  return entries;
}
