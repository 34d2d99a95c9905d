import { fakeClock, type KeyStore, memoryStore } from '@theke/kit';
import { type Answer, type Draft, limits, no, type Receipt, yes } from '@theke/protocol';
import { expect, it } from 'vitest';
import { createOutbox } from './outbox.ts';

/** A server one can take away: answers in the order asked, when told to. */
function world(store: KeyStore = memoryStore()) {
  const clock = fakeClock();
  const asked: Draft[] = [];
  const open: ((answer: Answer<Receipt>) => void)[] = [];
  const outbox = createOutbox({
    store,
    key: 'outbox',
    clock,
    send: (draft) => {
      asked.push(draft);
      return new Promise((resolve) => open.push(resolve));
    },
  });
  const answer = async (value: Answer<Receipt>) => {
    open.shift()?.(value);
    await new Promise((done) => setTimeout(done));
  };
  return { outbox, clock, asked, answer, store };
}

const draft = (clientId: string, conversationId = 'cnv_1'): Draft => ({
  conversationId,
  clientId,
  text: `text of ${clientId}`,
});
const receipt = (seq: number) => yes<Receipt>({ id: `msg_${seq}`, seq, at: 1 });

it('[RE40] messages of one conversation go out one after the other, in the order they were written', async () => {
  const { outbox, asked, answer } = world();
  outbox.add(draft('a'));
  outbox.add(draft('b'));
  outbox.add(draft('other', 'cnv_2'));
  expect(asked.map((one) => one.clientId)).toEqual(['a', 'other']);
  await answer(receipt(1));
  expect(asked.map((one) => one.clientId)).toEqual(['a', 'other', 'b']);
});

it('[RE41] a message typed offline is kept, and sent once the line is back', async () => {
  const { outbox, clock, asked, answer } = world();
  outbox.add(draft('a'));
  await answer(no('offline'));
  expect(outbox.waiting[0]).toMatchObject({ clientId: 'a', state: 'queued' });
  outbox.flush();
  await answer(receipt(1));
  expect(asked).toHaveLength(2);
  expect(outbox.waiting).toEqual([]);
  clock.advance(60_000);
  expect(asked).toHaveLength(2);
});

it('[RE42] a lost acknowledgement leads to a resend with the same id, by itself', async () => {
  const { outbox, clock, asked, answer } = world();
  outbox.add(draft('a'));
  await answer(no('timeout'));
  clock.advance(1_000);
  expect(asked.map((one) => one.clientId)).toEqual(['a', 'a']);
});

it('[RE43] a server that says no fails that message only; the sender may retry or remove it', async () => {
  const { outbox, asked, answer } = world();
  outbox.add(draft('a'));
  outbox.add(draft('b'));
  await answer(no('forbidden'));
  expect(outbox.waiting).toMatchObject([
    { clientId: 'a', state: 'failed', refusal: 'forbidden' },
    { state: 'sending' },
  ]);
  await answer(receipt(1));
  outbox.retry('a');
  expect(asked.map((one) => one.clientId)).toEqual(['a', 'b', 'a']);
  await answer(no('forbidden'));
  outbox.remove('a');
  expect(outbox.waiting).toEqual([]);
});

it('[RE44] what is waiting survives a reload, and a message in flight then is sent again', async () => {
  const first = world();
  first.outbox.add(draft('a'));
  first.outbox.close();
  const second = world(first.store);
  expect(second.outbox.waiting).toMatchObject([{ clientId: 'a', state: 'queued' }]);
  second.outbox.flush();
  await second.answer(receipt(1));
  expect(second.outbox.waiting).toEqual([]);
  expect(world(first.store).outbox.waiting).toEqual([]);
});

it('[RE44] two tabs on one store never wipe out each other’s messages', async () => {
  const first = world();
  const second = world(first.store);
  first.outbox.add(draft('a'));
  second.outbox.add(draft('b'));
  const third = world(first.store);
  expect(third.outbox.waiting.map((one) => one.clientId).sort()).toEqual(['a', 'b']);
});

it('[RE45] nonsense in the store is an empty outbox, not an error', () => {
  const store = memoryStore();
  for (const nonsense of ['{', '42', '[1,null,{"message":{}}]', '{"a":1}']) {
    store.write('outbox', nonsense);
    expect(world(store).outbox.waiting).toEqual([]);
  }
});

it('[RE46] a text over the limit and a message too many are refused at once, and nothing else is lost', () => {
  const { outbox } = world();
  expect(outbox.add({ ...draft('long'), text: 'x'.repeat(limits.messageChars + 1) })).toEqual(no('tooLarge'));
  for (let i = 0; i < limits.outboxMessages; i++) outbox.add(draft(`m${i}`));
  expect(outbox.add(draft('one too many'))).toEqual(no('tooLarge'));
  expect(outbox.waiting).toHaveLength(limits.outboxMessages);
});
