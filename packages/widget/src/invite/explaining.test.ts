// @vitest-environment jsdom

import { limits, type VisitorAsks, type VisitorExplanation, type VisitorTells, yes } from '@theke/protocol';
import { visitorExplanation } from '@theke/protocol/schema';
import { all, any, dwell, fact, held, type Rule, ruleLimits, seq } from '@theke/rules';
import * as v from 'valibot';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { createFakeLine } from '../testing/fakeLine.ts';
import { rulesStage } from '../testing/rulesStage.ts';
import { cuts } from './explaining.ts';

const ended: (() => void)[] = [];
beforeEach(() => {
  localStorage.clear();
  document.body.replaceChildren();
});
afterEach(() => {
  for (const end of ended.splice(0)) end();
});
const offer = { skill: 'sales', text: { en: 'May I help?', de: 'Darf ich helfen?' } };
const ruleOf = (when: Rule['when'], id = 'linger'): Rule => ({ id, version: 2, when, offer });

/** A page whose line is up; `why` is what an agent's question is answered with, as it passes the server's schema. */
async function page(given: Parameters<typeof rulesStage>[0]) {
  const line = createFakeLine<VisitorAsks, VisitorTells>();
  line.answers['invitation:ask'] = () => yes({ show: false });
  const stage = rulesStage({ ...given, line: line as never });
  ended.push(() => stage.core.end());
  await stage.rules.run('live', []);
  await stage.core.chat();
  line.open();
  stage.core.emit('state', { line: 'online' });
  await stage.pass(2_100);
  const ask = (ruleId: string) => line.wants('rule:explained', { ruleId }) as Promise<Record<string, unknown>>;
  const why = async (ruleId = 'linger') => {
    const answer = (await ask(ruleId)) as { ok: true; value: VisitorExplanation };
    expect(answer.ok).toBe(true);
    // As it comes out of the wire.
    return v.parse(visitorExplanation, JSON.parse(JSON.stringify(answer.value))) as VisitorExplanation;
  };
  return { ...stage, line, ask, why };
}

it('[IN390] a page answers what each condition has and needs, when something changes and what happened, counting on', async () => {
  const { why, pass } = await page({ live: [ruleOf(all(dwell('page', '180s'), fact.eq('visit.ordered', true)))] });
  const first = await why();
  expect(first).toMatchObject({
    ruleId: 'linger',
    version: 2,
    state: 'waiting',
    holdsInMs: null,
    gate: null,
    losesTo: null,
    last: [],
    blockers: [
      { path: 'when.of[0]', want: true },
      { path: 'when.of[1]', want: true },
    ],
  });
  const leaf = (told: VisitorExplanation) => told.tree.of![0]!;
  expect(leaf(first)).toMatchObject({ op: 'dwell', value: false, what: 'page', need: 180_000 });
  await pass(10_000);
  const then = await why();
  const passedMs = (leaf(then).have as number) - (leaf(first).have as number);
  expect(passedMs).toBeGreaterThanOrEqual(10_000);
  expect(first.nextChangeInMs! - then.nextChangeInMs!).toBe(passedMs);
});

it('[IN390] what happened to this rule comes with its age, the newest last and no more than fit', async () => {
  const { why, pass, core } = await page({ live: [ruleOf(dwell('page', '5s'))] });
  await pass(6_000);
  const { last, gate, state } = await why();
  expect(last.map(({ what }) => what)).toEqual(expect.arrayContaining(['true', 'asked', 'denied']));
  expect([...last].sort((a, b) => b.agoMs - a.agoMs)).toEqual(last);
  expect(state).toBe('held');
  expect(gate).toMatchObject({ name: 'backoff', opensInMs: expect.any(Number) });
  for (let i = 0; i < 40; i++) {
    core.told.page = { url: `${location.origin}/p${i}` };
    core.tell({ type: 'page', page: core.told.page });
    await pass(5_100);
  }
  expect((await why()).last).toHaveLength(limits.toldEdges);
});

it('[IN391] no text a visitor may have typed leaves the page; the shop’s own names and figures do', async () => {
  const { why, core, pass } = await page({
    live: [
      ruleOf(
        any(
          fact.eq('search.query', 'kim'),
          fact.eq('product.id', 'P-9'),
          fact.gt('cart.valueCents', 99_900),
          fact.match('page.url', '*kim*'),
          fact.match('visit.referrer', '*x*'),
        ),
      ),
    ],
  });
  core.tell({
    type: 'context',
    context: {
      search: { query: 'kims gift', results: 3 },
      product: { id: 'P-1', name: 'Fjord' },
      cart: { valueCents: 1_500, currency: 'EUR' },
    },
  });
  core.tell({ type: 'page', page: { url: `${location.origin}/shoes?mail=kim@example.org`, type: 'product' } });
  await pass(100);
  const { tree } = await why();
  const haves = Object.fromEntries(tree.of!.map(({ what, have }) => [what, have]));
  expect(haves).toMatchObject({ 'search.query': '?', 'product.id': 'P-1', 'cart.valueCents': 1_500, 'page.url': '?' });
  expect(JSON.stringify(tree)).not.toMatch(/kims gift|example\.org/);
});

it('[IN392] the largest rule there may be fits what the server takes: texts and lists are cut', async () => {
  const long = 'x'.repeat(97);
  const leaves = Array.from({ length: 190 }, (_, i) =>
    fact.in(
      'visit.campaign',
      i ? [`${long}a${i}`, `${long}b${i}`, `c${i}`] : Array.from({ length: 100 }, (_n, n) => `${n}`),
    ),
  );
  const run = seq(Array(10).fill('y'.repeat(90)));
  const deep = held(held(held(any(...leaves, run), '1s'), '1s'), '1s');
  expect(JSON.stringify(ruleOf(deep)).length).toBeGreaterThan(0.75 * ruleLimits.jsonChars);
  expect(JSON.stringify(ruleOf(deep)).length).toBeLessThan(ruleLimits.jsonChars);
  const { why } = await page({ live: [ruleOf(deep)] });
  expect(limits).toMatchObject(cuts);
  const told = await why();
  expect(JSON.stringify(told).length).toBeLessThan(limits.explanationChars);
  expect(told.tree.of![0]!.of![0]!.of![0]!.of).toHaveLength(191);
});

it('[IN393] says no to a rule it does not have, and to everything where the site shows no visitors', async () => {
  expect(await (await page({ live: [ruleOf(all())] })).ask('elsewhere')).toEqual({
    ok: false,
    refusal: { code: 'notFound' },
  });
  expect(await (await page({ live: [ruleOf(all())], radar: false })).ask('linger')).toEqual({
    ok: false,
    refusal: { code: 'notOffered' },
  });
});

it('[IN393] answers in the page’s idle time, and within a second where there is none', async () => {
  const idle = vi.fn((_run: () => void, _wish: { timeout: number }) => 1);
  vi.stubGlobal('requestIdleCallback', idle);
  try {
    const { ask } = await page({ live: [ruleOf(all())] });
    let answered = false;
    const asked = ask('linger').then(() => {
      answered = true;
    });
    await Promise.resolve();
    expect([answered, idle.mock.lastCall?.[1]]).toEqual([false, { timeout: 1_000 }]);
    idle.mock.lastCall?.[0]();
    await asked;
  } finally {
    vi.unstubAllGlobals();
  }
});

it('[IN393] says that it answers, and says it again when it comes to the front', async () => {
  const { line, pass } = await page({ live: [ruleOf(dwell('page', '600s'))] });
  const told = () => line.asked.filter(({ event }) => event === 'rules:tell');
  expect(told()).toMatchObject([{ input: { explains: true } }]);
  const show = async (hidden: boolean) => {
    Object.defineProperty(document, 'hidden', { value: hidden, configurable: true });
    document.dispatchEvent(new Event('visibilitychange'));
    await pass(2_100);
  };
  await show(true);
  expect(told()).toHaveLength(1);
  await show(false);
  expect(told()).toHaveLength(2);
});
