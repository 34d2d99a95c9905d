import { fakeClock, silentLog } from '@theke/kit';
import { type Answer, limits, no, yes } from '@theke/protocol';
import { visitorSchemas } from '@theke/protocol/schema';
import fc from 'fast-check';
import { expect, it, vi } from 'vitest';
import type { Actor } from '../powers.ts';
import { type AnyHandler, createGate } from './gate.ts';
import { weigh } from './weigh.ts';

const actor: Actor = { kind: 'visitor', visitorId: 'v', siteId: 's', contactId: 'c', socketId: 'x', tabId: 't' };

function gate(handlers: Record<string, AnyHandler>, options: { paceFactor?: number } = {}) {
  const clock = fakeClock();
  const refused: string[] = [];
  const counted: string[] = [];
  const errors: string[] = [];
  const flooded = vi.fn();
  const made = createGate({
    counters: {
      refused: (event, code) => refused.push(`${event} ${code}`),
      count: (name, labels) => counted.push(`${name} ${labels?.event ?? ''}`),
    },
    log: { ...silentLog, error: (what, facts) => errors.push(`${what} ${JSON.stringify(facts)}`) },
    elapsed: clock.elapsed,
    paceFactor: options.paceFactor ?? 1,
  });
  const take = made.admit({ schemas: visitorSchemas, handlers: new Map(Object.entries(handlers)) }, { actor, flooded });
  const ask = (event: unknown, ...values: unknown[]) =>
    new Promise<Answer<unknown>>((done) => take(event, ...values, done));
  return { ask, take, clock, refused, counted, errors, flooded, made };
}

const draft = { conversationId: 'a', clientId: 'b', text: 'hello' };

it('[SE1] schema, who, pace, run, reply – in this order', async () => {
  const order: string[] = [];
  const { ask } = gate({
    'message:send': {
      pace: { perSecond: 1, burst: 1 },
      may: () => {
        order.push('may');
        return yes(undefined);
      },
      run: () => {
        order.push('run');
        return yes({ seq: 1 });
      },
    },
  });
  expect(await ask('message:send', { ...draft, text: 5 })).toMatchObject({
    ok: false,
    refusal: { code: 'malformed', detail: 'text: string' },
  });
  expect(order).toEqual([]);
  expect(await ask('message:send', draft)).toEqual(yes({ seq: 1 }));
  expect(order).toEqual(['may', 'run']);
  expect(await ask('message:send', draft)).toMatchObject({ refusal: { code: 'tooOften' } });
  expect(order).toEqual(['may', 'run', 'may']);
});

it('[SE2] a refusal by authorisation reaches the asker and nothing runs', async () => {
  const run = vi.fn();
  const { ask, refused } = gate({ 'message:send': { may: () => no('notFound'), run } });
  expect(await ask('message:send', draft)).toEqual(no('notFound'));
  expect(run).not.toHaveBeenCalled();
  expect(refused).toEqual(['message:send notFound']);
});

it('[SE3] unknown events, missing acknowledgements and too many values are refused and counted, never under their own name', async () => {
  const run = vi.fn(() => yes(undefined));
  const { ask, take, refused } = gate({ 'message:send': { run }, 'typing:tell': { run } });
  for (const event of ['nonsense', '__proto__', 'constructor', 'toString', 7, null, { a: 1 }]) {
    expect(await ask(event, draft)).toMatchObject({ refusal: { code: 'notOffered' } });
  }
  expect(await ask('page:show', { url: 'https://a.test/' })).toMatchObject({ refusal: { code: 'notOffered' } });
  take('message:send', draft);
  take('message:send');
  take();
  expect(await ask('message:send', draft, draft)).toMatchObject({ refusal: { code: 'malformed' } });
  expect(run).not.toHaveBeenCalled();
  expect(new Set(refused)).toEqual(new Set(['unknown notOffered', 'page:show notOffered', 'message:send malformed']));
});

it('[SE4] what nobody waits for needs no acknowledgement, and its refusals are counted in silence', async () => {
  const run = vi.fn(() => yes(undefined));
  const { take, refused } = gate({ 'typing:tell': { run } });
  take('typing:tell', { conversationId: 'a', on: true });
  take('typing:tell', { conversationId: 'a', on: 'yes' });
  await Promise.resolve();
  expect(run).toHaveBeenCalledTimes(1);
  expect(refused).toEqual(['typing:tell malformed']);
});

it('[SE5] keys that reach into prototypes are refused at any depth', async () => {
  const run = vi.fn(() => yes(undefined));
  const { ask } = gate({ 'context:set': { run }, 'identity:claim': { run } });
  for (const key of ['__proto__', 'constructor', 'prototype']) {
    const poisoned = JSON.parse(`{"cart":{"valueCents":1,"${key}":{"polluted":true}}}`) as unknown;
    expect(await ask('context:set', poisoned)).toMatchObject({
      refusal: { code: 'malformed', detail: 'a forbidden key' },
    });
    expect(await ask('identity:claim', JSON.parse(`{"attributes":{"${key}":"x"}}`))).toMatchObject({ ok: false });
  }
  expect(({} as { polluted?: boolean }).polluted).toBeUndefined();
  expect(run).not.toHaveBeenCalled();
});

it('[SE6] a text beyond the limit and an event beyond the limit are told to be too large', async () => {
  const { ask } = gate({ 'message:send': { run: () => yes(undefined) }, 'page:show': { run: () => yes(undefined) } });
  const over = 'x'.repeat(limits.messageChars + 1);
  expect(await ask('message:send', { ...draft, text: over })).toMatchObject({ refusal: { code: 'tooLarge' } });
  expect(await ask('message:send', { ...draft, text: 'x'.repeat(limits.messageChars) })).toMatchObject({ ok: true });
  expect(await ask('page:show', { url: 'https://a.test', junk: 'x'.repeat(limits.eventBytes) })).toMatchObject({
    refusal: { code: 'tooLarge' },
  });
});

it('[SE6] weighing stops at the limit and at sixteen levels', () => {
  let deep: unknown = 1;
  for (let n = 0; n < 50_000; n++) deep = [deep];
  expect(weigh(deep, 1e9)).toBe('tooLarge');
  expect(
    weigh(
      Array.from({ length: 100_000 }, () => 1),
      limits.eventBytes,
    ),
  ).toBe('tooLarge');
  expect(weigh({ bytes: new Uint8Array(1e6) }, 100)).toBe('fine');
});

it('[SE7] a handler that throws, at once or later, is unavailable for its caller and is logged and counted', async () => {
  const { ask, counted, errors, made } = gate({
    'message:send': {
      run: () => {
        throw new Error('at once');
      },
    },
    'page:show': { run: () => Promise.reject(new Error('later')) },
    'conversation:end': {
      may: () => {
        throw new Error('in may');
      },
      run: () => yes(undefined),
    },
    'line:alive': { run: () => yes(undefined) },
  });
  expect(await ask('message:send', draft)).toMatchObject({ refusal: { code: 'unavailable' } });
  expect(await ask('page:show', { url: 'https://a.test/' })).toMatchObject({ refusal: { code: 'unavailable' } });
  expect(await ask('conversation:end', { conversationId: 'a' })).toMatchObject({ refusal: { code: 'unavailable' } });
  expect(await ask('line:alive')).toEqual(yes(undefined));
  expect(errors.map((line) => /at once|later|in may/.exec(line)?.[0])).toEqual(['at once', 'later', 'in may']);
  expect(errors.join()).not.toContain('hello');
  expect(counted.filter((name) => name.startsWith('errors'))).toHaveLength(3);
  expect(made.running).toBe(0);
});

it('[SE8] a pace refuses with the time to wait, and lets through again afterwards', async () => {
  const { ask, clock } = gate({ 'message:send': { pace: { perSecond: 2, burst: 3 }, run: () => yes(1) } });
  for (let n = 0; n < 3; n++) expect(await ask('message:send', draft)).toEqual(yes(1));
  expect(await ask('message:send', draft)).toEqual(no('tooOften', { retryInMs: 500 }));
  clock.advance(500);
  expect(await ask('message:send', draft)).toEqual(yes(1));
});

it('[SE9] a flood of anything, refused events too, is noticed', async () => {
  const { take, flooded, refused } = gate({});
  for (let n = 0; n < 750; n++) take('nonsense');
  expect(flooded).not.toHaveBeenCalled();
  take('nonsense');
  expect(flooded).toHaveBeenCalledTimes(1);
  expect(refused.at(-1)).toBe('unknown tooOften');
});

it('[RE9] asks marked so run one after another, whatever the first one waits for', async () => {
  const done: string[] = [];
  let release = () => {};
  const held = new Promise<void>((go) => {
    release = go;
  });
  const { ask } = gate({
    'message:send': {
      inOrder: true,
      async run(_who, input) {
        const { clientId } = input as typeof draft;
        if (clientId === 'first') await held;
        done.push(clientId);
        return yes(undefined);
      },
    },
  });
  const both = [
    ask('message:send', { ...draft, clientId: 'first' }),
    ask('message:send', { ...draft, clientId: 'second' }),
  ];
  await Promise.resolve();
  release();
  await Promise.all(both);
  expect(done).toEqual(['first', 'second']);
});

it('[SE10] nothing a stranger can send makes the gate throw, and every acknowledgement is called exactly once', async () => {
  const anyHandler: AnyHandler = { pace: { perSecond: 1e9, burst: 1e9 }, run: () => yes(undefined) };
  const handlers = Object.fromEntries(Object.keys(visitorSchemas).map((event) => [event, anyHandler]));
  const { take } = gate(handlers, { paceFactor: 1e6 });
  await fc.assert(
    fc.asyncProperty(
      fc.oneof(fc.constantFrom(...Object.keys(visitorSchemas)), fc.anything()),
      fc.array(
        fc.anything({ withBigInt: true, withDate: true, withMap: true, withTypedArray: true, withNullPrototype: true }),
        { maxLength: 3 },
      ),
      async (event, values) => {
        const reply = vi.fn();
        take(event, ...values.filter((value) => typeof value !== 'function'), reply);
        await new Promise((done) => setImmediate(done));
        expect(reply).toHaveBeenCalledTimes(1);
      },
    ),
    { numRuns: 2_000 },
  );
});

it('[SE6] a character no storage keeps is refused before anything is written', () => {
  expect(weigh({ text: 'a\0b' }, 1_000)).toBe('poisoned');
  expect(weigh({ text: 'a\nb' }, 1_000)).toBe('fine');
});
