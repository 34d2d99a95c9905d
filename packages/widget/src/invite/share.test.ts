// @vitest-environment jsdom
import type { Rule } from '@theke/rules';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { Core } from '../core.ts';
import { createCommands } from '../loader/commands.ts';
import { rulesStage } from '../testing/rulesStage.ts';

const ended: Core[] = [];
beforeEach(() => {
  localStorage.clear();
  sessionStorage.clear();
  hide(false);
});
afterEach(() => {
  for (const core of ended.splice(0)) (core as Core & { end(): void }).end();
});
/** One tab of the visitor: all share this window's storage. */
const tab = (given: Parameters<typeof rulesStage>[0] = {}) => {
  const made = rulesStage({ answer: { show: false }, consent: 'implied', ...given });
  ended.push(made.core);
  const asks = () => made.fetch.mock.calls.filter(([url]) => url.endsWith('ask')).length;
  return { ...made, asks, command: createCommands(made.core, () => {}) };
};
const rule: Rule = {
  id: 'linger',
  version: 1,
  when: { op: 'dwell', what: 'page', ms: 5_000 },
  offer: { skill: 'sales', text: { en: 'May I help?', de: 'Darf ich helfen?' } },
};
function hide(hidden: boolean) {
  Object.defineProperty(document, 'hidden', { value: hidden, configurable: true });
  document.dispatchEvent(new Event('visibilitychange'));
}
const key = 'theke:invite:demo';
const stored = () => JSON.parse(localStorage.getItem(key) ?? 'null');
const change = (more: object) => localStorage.setItem(key, JSON.stringify({ ...stored(), ...more }));
const settled = () => new Promise((done) => setTimeout(done, 5));

describe('two tabs of one visitor', () => {
  it('[IN420] what another tab keeps is not written over: yes stays yes, the later instant and the larger count stand', async () => {
    const { rules, pass } = tab();
    await rules.run('addRule', [rule]);
    hide(true);
    const { memory, views } = stored();
    const quietUntilMs = 9e12;
    change({
      never: true,
      orderedAtMs: 5,
      pages: 7,
      views: { ...views, '/other': 3 },
      memory: {
        ...memory,
        quietUntilMs,
        siteMs: 80_000,
        shown: { other: 1 },
        signals: { rage: [1, 2] },
        locks: { 2: 8e12 },
      },
    });
    hide(false);
    await pass(10);
    hide(true);
    await settled();
    expect(stored()).toMatchObject({ never: true, orderedAtMs: 5, pages: 7, views: { '/other': 3 } });
    expect(stored().memory).toMatchObject({
      quietUntilMs,
      shown: { other: 1 },
      signals: { rage: [1, 2] },
      locks: { 2: 8e12 },
    });
    expect(stored().memory.siteMs).toBeGreaterThanOrEqual(80_000);
  });

  it('[IN420] [IN421] a tab that comes into sight, or back from the browser’s memory, after "never" elsewhere shows nothing and keeps it', async () => {
    for (const back of [
      () => hide(false),
      () => window.dispatchEvent(new PageTransitionEvent('pageshow', { persisted: true })),
    ]) {
      localStorage.clear();
      const { rules, pass, asks } = tab();
      await rules.run('addRule', [rule]);
      await pass(3_000);
      hide(true);
      change({ never: true, memory: { ...stored().memory, quietUntilMs: 9e12, shown: { other: 1 } } });
      back();
      hide(false);
      await pass(60_000);
      expect(asks()).toBe(0);
      hide(true);
      await settled();
      expect(stored()).toMatchObject({ never: true, memory: { quietUntilMs: 9e12 } });
      hide(false);
    }
  });

  it('[IN421] dwell on the site is added up as another tab goes, without a page load', async () => {
    const { rules, pass, asks } = tab();
    await rules.run('addRule', [{ ...rule, when: { op: 'dwell', what: 'site', ms: 60_000 } }]);
    await pass(2_000);
    hide(true);
    change({ memory: { ...stored().memory, siteMs: 59_000 } });
    hide(false);
    await pass(10);
    expect(asks()).toBe(0);
    // In two windows at once: told by the browser's own event.
    change({ memory: { ...stored().memory, siteMs: 70_000 } });
    window.dispatchEvent(new StorageEvent('storage', { key }));
    await pass(100);
    expect(asks()).toBe(1);
  });

  it('[IN420] of a visit that is over only what outlives it is added', async () => {
    const { rules, pass } = tab();
    await rules.run('addRule', [rule]);
    hide(true);
    const { visitMs, memory } = stored();
    change({ visitMs: visitMs - 1, pages: 9, memory: { ...memory, shown: { old: 1 }, quietUntilMs: 9e12 } });
    hide(false);
    await pass(10);
    expect([stored().pages, stored().memory.shown.old, stored().memory.quietUntilMs]).toEqual([1, undefined, 9e12]);
    change({ visitMs: visitMs + 1, pages: 1, memory: { ...memory, shown: { newer: 1 } } });
    hide(true);
    await settled();
    expect(stored()).toMatchObject({ visitMs: visitMs + 1, pages: 1, memory: { shown: { newer: 1 } } });
  });

  it('[IN420] nothing is written over what cannot be added, and rubbish in its place harms nothing', async () => {
    const { rules, core, pass } = tab();
    await rules.run('addRule', [rule]);
    hide(true);
    const { load } = core;
    core.load = ((name: string) =>
      name === 'visit' ? Promise.reject(new Error('gone')) : load(name as never)) as never;
    change({ never: true });
    hide(false);
    await pass(10);
    expect(stored().never).toBe(true);
    core.load = load;
    for (const rubbish of ['', '7', '[]', '{"atMs":1,"memory":5}', '"x"', '{"memory":{"shown":[]}}']) {
      localStorage.setItem(key, rubbish);
      hide(true);
      await settled();
      hide(false);
      await settled();
    }
    expect(stored().memory).toMatchObject({ shown: {} });
  });
});

const endless = `[${'1,'.repeat(200_000)}1]`;
const poison = '{"__proto__":{"polluted":1}}';
it.each([
  ['"signals":{"rage":5}'],
  [`"signals":{"rage":${endless}}`],
  ['"signals":{"rage":[{"valueOf":1,"toString":1}]}'],
  ['"shown":{"valueOf":1,"toString":1}'],
  [`"shown":${poison},"__proto__":{"polluted":1}`],
  ['"quietUntilMs":"x","siteMs":[],"locks":7'],
])(
  '[SE281] rubbish of the right names that another script put there throws nothing and keeps nothing from being kept (%#)',
  async (rubbish) => {
    const { rules, pass } = tab();
    await rules.run('addRule', [{ ...rule, when: { op: 'seen', signal: 'rage' } }]);
    hide(true);
    await settled();
    change({ memory: { ...stored().memory, signals: { rage: [1, 2] } } });
    hide(false);
    await settled();
    await pass(10);
    const { visitMs } = stored();
    const mean = `{"atMs":${Date.now()},"visitMs":${visitMs},"pages":3,"views":7,"memory":{${rubbish}}}`;
    localStorage.setItem(key, mean);
    hide(true);
    await settled();
    await settled();
    await vi.waitFor(() => expect(localStorage.getItem(key)).not.toBe(mean));
    expect(stored().views).not.toBe(7);
    expect(({} as { polluted?: number }).polluted).toBeUndefined();
    hide(false);
  },
);

it('[SE281] a page that begins with rubbish in place of its views begins all the same', async () => {
  const { rules } = tab();
  await rules.run('addRule', [rule]);
  hide(true);
  await settled();
  for (const core of ended.splice(0)) (core as Core & { end(): void }).end();
  change({ pages: 5, views: 7 });
  hide(false);
  const next = tab();
  await next.rules.run('addRule', [rule]);
  await next.pass(6_000);
  expect(next.asks()).toBe(1);
});

describe('forgetting', () => {
  const begun = async (given: Parameters<typeof rulesStage>[0] = {}) => {
    const made = tab(given);
    await made.rules.run('addRule', [rule]);
    await made.rules.run('radar.record', [{ on: true }]);
    await made.pass(1_000);
    hide(true);
    window.dispatchEvent(new Event('pagehide'));
    await settled();
    expect([localStorage.length, sessionStorage.length]).toEqual([1, 1]);
    hide(false);
    return made;
  };
  const leave = async () => {
    await settled();
    hide(true);
    window.dispatchEvent(new Event('pagehide'));
    await settled();
  };

  it('[IN422] storage withdrawn, both keys are gone and nothing is written again, with or without a chat', async () => {
    const { command, core } = await begun();
    await command(['consent', { storage: false }]);
    expect(core.loaded()).toBeUndefined();
    expect([localStorage.length, sessionStorage.length]).toEqual([0, 0]);
    await leave();
    expect([localStorage.length, sessionStorage.length]).toEqual([0, 0]);
  });

  it.each(['shutdown', 'reset'])(
    '[IN423] after %s nothing of before comes back, neither kept nor in memory',
    async (name) => {
      const { command, core, rules } = await begun();
      core.tell({ type: 'order', order: { id: 'o', amount: 1, currency: 'EUR' } });
      await settled();
      expect(stored().ordered).toBe(true);
      await command([name]);
      expect([localStorage.length, sessionStorage.length]).toEqual([0, 0]);
      await leave();
      expect(sessionStorage.length).toBe(0);
      // Where storage is allowed whoever comes next is somebody new.
      expect(stored()).toMatchObject({ pages: 0, memory: { siteMs: expect.any(Number) } });
      for (const one of ['ordered', 'orderedAtMs', 'before', 'recording', 'views'])
        expect(stored()).not.toHaveProperty(one);
      expect(await rules.run('radar.record', [])).toBe('');
    },
  );

  it('[IN423] what one tab forgets the others forget', async () => {
    const { pass } = await begun();
    change({ never: true });
    window.dispatchEvent(new StorageEvent('storage', { key }));
    await pass(10);
    localStorage.removeItem(key);
    window.dispatchEvent(new StorageEvent('storage', { key }));
    await pass(10);
    await leave();
    expect(stored()?.never).toBeUndefined();
  });
});
