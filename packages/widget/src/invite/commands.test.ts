// @vitest-environment jsdom
import { createEngine, custom, type Predicate, type Rule } from '@theke/rules';
import { explainRule } from '@theke/rules/explain';
import { afterEach, expect, it, vi } from 'vitest';
import { runCommand } from './commands.ts';
import type { RadarInside } from './radar.ts';

afterEach(() => vi.restoreAllMocks());

const rule: Rule = {
  id: 'r',
  version: 1,
  when: custom('vip'),
  offer: { skill: 'sales', text: { en: 'Help?', de: 'Hilfe?' } },
};

it('[IN73] a predicate of the page’s own that twice holds up the page is switched off, said on its console and explained', () => {
  let elapsedMs = 0;
  const warn = vi.spyOn(console, 'warn').mockImplementation(() => {});
  const engine = createEngine({ rules: [rule] });
  const change = vi.fn();
  const core = { window };
  const radar = { core, engine, change, clock: { elapsed: () => elapsedMs }, nowMs: () => 0 };
  const test = vi.fn<Predicate['test']>(() => {
    elapsedMs += 11;
    return true;
  });
  const is = () => engine.inside().ring.edges.at(-1)?.what;
  const tier = (value: number) => engine.feed({ type: 'fact', name: 'tier', value }, value);
  engine.tick(0);
  runCommand(radar as unknown as RadarInside, 'predicate', ['vip', test, { deps: ['tier'] }]);
  expect(change).toHaveBeenCalledOnce();
  expect(test).toHaveBeenCalledTimes(1);
  expect(warn).not.toHaveBeenCalled();
  tier(1);
  tier(2);
  tier(3);
  expect(test).toHaveBeenCalledTimes(2);
  expect(warn).toHaveBeenCalledExactlyOnceWith(expect.stringContaining('"vip"'));
  expect(explainRule(engine.inside(), 'r', 3)).toMatchObject({ tree: { value: 'unknown', note: 'tooSlow' } });
  expect(is()).toBe('false');
});

it('[IN427] a predicate that stops the page for more than 100 ms is switched off after that one time', () => {
  let elapsedMs = 0;
  const warn = vi.spyOn(console, 'warn').mockImplementation(() => {});
  const engine = createEngine({ rules: [rule] });
  const radar = { core: { window }, engine, change() {}, clock: { elapsed: () => elapsedMs }, nowMs: () => 0 };
  const test = vi.fn<Predicate['test']>(() => {
    elapsedMs += 1_000;
    return true;
  });
  engine.tick(0);
  runCommand(radar as unknown as RadarInside, 'predicate', ['vip', test, { deps: ['tier'] }]);
  for (const value of [1, 2, 3]) engine.feed({ type: 'fact', name: 'tier', value }, value);
  expect(test).toHaveBeenCalledOnce();
  expect(warn).toHaveBeenCalledExactlyOnceWith(expect.stringMatching(/"vip" took 1000 ms/));
});
