// @vitest-environment jsdom
import type { Rule } from '@theke/rules';
import { afterEach, beforeEach, expect, it } from 'vitest';
import type { Core } from '../core.ts';
import { rulesStage } from '../testing/rulesStage.ts';

const ended: Core[] = [];
beforeEach(() => localStorage.clear());
afterEach(() => {
  for (const core of ended.splice(0)) (core as Core & { end(): void }).end();
});
const grant = { show: true, token: 'k1', expiresInMs: 45_000, agent: { agentId: 'a', name: 'Anna' } };
const rule: Rule = {
  id: 'linger',
  version: 1,
  when: { op: 'dwell', what: 'page', ms: 5_000 },
  offer: { skill: 'sales', text: { en: 'May I help?', de: 'Darf ich helfen?' } },
};
/** One more page of a visitor who lets things be kept. */
async function nextPage() {
  const made = rulesStage({ answer: grant, live: [rule], consent: 'implied' });
  ended.push(made.core);
  await made.rules.run('live', []);
  await made.pass(5_200);
  return made;
}
const leave = (of: { core: Core }) => {
  window.dispatchEvent(new PageTransitionEvent('pagehide'));
  (of.core as Core & { end(): void }).end();
};

it('[IN337] a card that was left standing is asked for again by the next page, also where something is kept', async () => {
  const one = await nextPage();
  expect(one.shown).toHaveLength(1);
  leave(one);
  const two = await nextPage();
  expect(two.shown).toHaveLength(1);
  two.shown[0]!.answered('expired', false);
  await two.pass(0);
  leave(two);
  const three = await nextPage();
  expect(three.shown).toHaveLength(0);
});

it('[IN337] a card that came back with its page is there for other tabs, and can be taken down', async () => {
  const one = await nextPage();
  const heard: { upMs: number }[] = [];
  const other = new BroadcastChannel('theke:demo');
  other.onmessage = ({ data }) => data && heard.push(data);
  window.dispatchEvent(new PageTransitionEvent('pagehide', { persisted: true }));
  window.dispatchEvent(new PageTransitionEvent('pageshow', { persisted: true }));
  await expect.poll(() => heard.length).toBe(2);
  expect(heard.map(({ upMs }) => upMs > 0)).toEqual([false, true]);
  other.close();
  one.core.emit('open', {});
  one.state.open = true;
  one.core.emit('open', {});
  await one.pass(0);
  expect(one.drop).toHaveBeenCalledWith('linger');
  const kept = JSON.parse(localStorage.getItem('theke:invite:demo')!);
  expect(kept.memory.shown).toEqual({ linger: 1 });
});
