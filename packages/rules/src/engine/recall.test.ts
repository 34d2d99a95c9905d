import { describe, expect, it } from 'vitest';
import { explainRule } from '../explain/index.ts';
import type { Rule } from '../rule/nodes.ts';
import { createEngine } from './engine.ts';
import type { Memory } from './memory.ts';

const hour = 3_600_000;
const day = 24 * hour;
const rule = (more: Partial<Rule> = {}): Rule => ({
  id: 'r',
  version: 1,
  when: { op: 'dwell', what: 'site', ms: 60_000 },
  offer: { skill: 'sales', text: { en: 'Help?', de: 'Hilfe?' } },
  ...more,
});
const page = { type: 'page', page: { type: 'cart' } } as const;
const memory = (more: Partial<Memory> = {}): Memory => ({ shown: {}, quietUntilMs: 0, signals: {}, ...more });
const gateAt = (engine: ReturnType<typeof createEngine>, atMs: number) => {
  engine.tick(atMs);
  return explainRule(engine.inside(), 'r', atMs)?.gate;
};

describe('a memory taken over while the page stands', () => {
  it('[IN421] time on the site, what was shown and when it is quiet are what the visitor’s tabs know together', () => {
    const engine = createEngine({ rules: [rule()] });
    engine.feed(page, 0);
    expect(engine.memory(20_000).siteMs).toBe(20_000);
    expect(engine.recall(memory({ siteMs: 50_000 }), 20_000)).toEqual([]);
    expect(engine.nextDueMs()).toBe(30_000);
    expect(engine.recall(memory({ siteMs: 60_000, quietUntilMs: 90_000 }), 25_000)).toEqual([]);
    expect(gateAt(engine, 25_000)).toBe('quiet');
    engine.recall(memory({ siteMs: 60_000, shown: { r: 1 } }), 26_000);
    expect(gateAt(engine, 26_000)).toBe('perVisit');
    expect(engine.nextDueMs()).toBe(Number.POSITIVE_INFINITY);
  });

  it('[IN421] signals and the beginnings of sequences go on where another tab left them', () => {
    const when = { op: 'seq', of: [{ signal: 'search.empty' }, { signal: 'exit' }] } as const;
    const other = createEngine({ rules: [rule({ when })] });
    other.feed(page, 0);
    other.feed({ type: 'signal', name: 'search.empty' }, 1_000);
    const engine = createEngine({ rules: [] });
    engine.feed(page, 0);
    engine.recall(JSON.parse(JSON.stringify(other.memory())), 2_000);
    // Kept although its rule comes later.
    engine.recall(engine.memory(), 2_500);
    engine.setRules([rule({ when })], 3_000);
    expect(engine.feed({ type: 'signal', name: 'exit' }, 4_000)).toMatchObject([{ type: 'ask' }]);
  });

  it('[IN423] nothing is left of somebody who was forgotten', () => {
    const engine = createEngine({
      rules: [rule({ cooldown: { afterChatMs: day, afterOrderMs: day } })],
      memory: memory({ quietUntilMs: day, chatMs: 1, orderMs: 1, siteMs: 90_000, shown: { r: 1 }, locks: { 1: day } }),
    });
    engine.feed(page, 10);
    engine.recall(undefined, 20);
    expect(JSON.parse(JSON.stringify(engine.memory()))).toMatchObject({
      shown: {},
      quietUntilMs: 0,
      siteMs: 0,
      locks: {},
    });
    expect(gateAt(engine, 60_019)).toBe(null);
    expect(engine.tick(60_020)).toMatchObject([{ type: 'ask', ruleId: 'r' }]);
  });
});

describe('a clock set back', () => {
  it.each(['chatMs', 'orderMs'] as const)(
    '[IN424] a %s that lies ahead is now: quiet lasts as long as it should',
    (name) => {
      const nowMs = 10 * day;
      const engine = createEngine({
        rules: [rule({ when: { op: 'all', of: [] }, cooldown: { afterChatMs: hour, afterOrderMs: hour } })],
        memory: memory({ [name]: nowMs + day }),
      });
      engine.feed(page, nowMs);
      expect(gateAt(engine, nowMs + hour - 1)).toBe('quiet');
      expect(engine.tick(nowMs + hour)).toMatchObject([{ type: 'ask' }]);
    },
  );
});

it('[IN428] a text of a million characters is compared by its first two thousand', () => {
  const when = { op: 'match', fact: 'search.query', value: `${'*a'.repeat(200)}b` } as const;
  const engine = createEngine({ rules: [rule({ when })] });
  engine.feed(page, 0);
  engine.feed({ type: 'fact', name: 'search.query', value: 'a'.repeat(1e6) }, 1);
  expect(engine.inside().visit.fact('search.query')).toBe('a'.repeat(2_000));
});
