import { fakeClock } from '@theke/kit';
import { type Answer, no, type VisitorExplanation, yes } from '@theke/protocol';
import { expect, it } from 'vitest';
import { signal } from './signals.ts';
import { createWhyDesk } from './why.ts';

const told = (version: number): VisitorExplanation => ({
  ruleId: 'r',
  version,
  state: 'waiting',
  tree: { op: 'all', value: false, of: [] },
  nextChangeInMs: null,
  holdsInMs: null,
  blockers: [],
  gate: null,
  losesTo: null,
  last: [],
});

function stage(answers: (n: number) => Answer<VisitorExplanation> | Promise<Answer<VisitorExplanation>>) {
  const clock = fakeClock();
  const visible = signal(true);
  let asked = 0;
  const line = {
    ask: async () => {
      asked += 1;
      return (await answers(asked)) as never;
    },
  };
  const watch = createWhyDesk({ line, clock }).watch({ visitorId: 'v', ruleId: 'r' }, visible);
  const pass = async (ms: number) => {
    for (let i = 0; i < 5; i++) await Promise.resolve();
    clock.advance(ms);
    for (let i = 0; i < 5; i++) await Promise.resolve();
  };
  return { clock, visible, watch, pass, asked: () => asked };
}

it('[IN402] is asked at once and every two seconds while it is looked at, and by nothing afterwards', async () => {
  const { watch, pass, asked, visible, clock } = stage((n) => yes(told(n)));
  await pass(0);
  expect(watch.state.value.told?.version).toBe(1);
  await pass(1_999);
  expect(asked()).toBe(1);
  await pass(1);
  expect(watch.state.value.told?.version).toBe(2);
  visible.value = false;
  expect(clock.pending).toBe(0);
  await pass(60_000);
  expect(asked()).toBe(2);
  visible.value = true;
  await pass(0);
  expect(asked()).toBe(3);
  watch.close();
  expect(clock.pending).toBe(0);
  visible.value = false;
  visible.value = true;
  await pass(60_000);
  expect(asked()).toBe(3);
});

it('[IN402] a slow page is asked one question at a time; an answer that comes after the closing changes nothing', async () => {
  let answer = (_: Answer<VisitorExplanation>) => {};
  const { watch, pass, asked, visible } = stage(
    () =>
      new Promise((done) => {
        answer = done;
      }),
  );
  await pass(4_000);
  visible.value = false;
  visible.value = true;
  await pass(10_000);
  expect(asked()).toBe(1);
  watch.close();
  answer(yes(told(1)));
  await pass(10_000);
  expect([watch.state.value.told, asked()]).toEqual([null, 1]);
});

it('[IN402] what was told stays through a refusal; asking goes on where an answer may come, and ends where none will', async () => {
  const { watch, pass, asked } = stage((n) => (n === 1 ? yes(told(1)) : n < 4 ? no('timeout') : no('notOffered')));
  await pass(0);
  await pass(2_000);
  expect(watch.state.value).toEqual({ told: told(1), refusal: { code: 'timeout' } });
  await pass(2_000);
  await pass(2_000);
  expect(watch.state.value.refusal).toEqual({ code: 'notOffered' });
  await pass(60_000);
  expect(asked()).toBe(4);
});
