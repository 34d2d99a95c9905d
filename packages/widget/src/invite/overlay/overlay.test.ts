// @vitest-environment jsdom
import { fakeClock } from '@theke/kit';
import { createEngine, readRule } from '@theke/rules';
import { beforeEach, describe, expect, it } from 'vitest';
import { createTestCore } from '../../testing/fakeCore.ts';
import type { RadarInside } from '../radar.ts';
import { startOverlay } from './overlay.ts';
import { length } from './say.ts';

const rule = (id: string, when: object) => {
  const read = readRule({ id, version: 1, when, offer: { skill: 'sales', text: { en: 'Help?', de: 'Hilfe?' } } });
  if (!read.ok) throw new Error(read.refusal.say);
  return read.rule;
};

function overlay(
  locale = 'en',
  rules = [
    rule('linger', {
      op: 'all',
      of: [
        { op: 'dwell', what: 'page', ms: 60_000 },
        { op: 'agent', skill: 'sales' },
      ],
    }),
  ],
) {
  const core = createTestCore();
  core.update({ locale });
  const clock = fakeClock();
  const engine = createEngine({ rules });
  const nowMs = () => clock.now();
  engine.feed({ type: 'page', page: { type: 'product' } }, nowMs());
  const radar = { core, clock, engine, nowMs } as unknown as RadarInside;
  const stop = startOverlay(radar);
  const box = core.shadow.querySelector<HTMLElement>('.debug')!;
  return { core, clock, engine, stop, box, text: () => box.textContent };
}

beforeEach(() => document.body.replaceChildren());

describe('the overlay for developers', () => {
  it('[IN235] tells for each rule what it has and needs, and counts down to when it holds', () => {
    const { clock, text, engine } = overlay();
    expect(text()).toContain('waits for its conditions');
    expect(text()).toContain('holds in 60 s if nothing else happens');
    expect(text()).toContain('dwell page: has 0 s, needs 60 s');
    expect(text()).toContain('agent sales: asked only when all else is true');
    clock.advance(19_000);
    expect(text()).toContain('holds in 41 s');
    clock.advance(41_000);
    engine.tick(clock.now());
    clock.advance(500);
    expect(text()).toContain('asks the server');
    expect(text()).toContain('linger: asked');
  });

  it('[IN235] speaks German, keeps what was unfolded, and leaves nothing behind', () => {
    const { clock, text, stop, box, core } = overlay('de');
    const row = box.querySelector('details')!;
    row.open = true;
    clock.advance(5_000);
    expect(box.querySelector('details')).toBe(row);
    expect(text()).toContain('gilt in 55 s');
    expect(box.querySelector('li')!.getAttribute('aria-label')).toMatch(/– (falsch|unbekannt)$/);
    stop();
    expect(core.shadow.querySelector('.debug')).toBeNull();
    expect(clock.pending).toBe(0);
  });

  it('[IN235] what a page told is shown as text, never as markup', () => {
    const { engine, clock, box, text } = overlay('en', [rule('x', { op: 'eq', fact: 'product.name', value: 'a' })]);
    engine.feed({ type: 'fact', name: 'product.name', value: '<img src=x>' }, clock.now());
    clock.advance(500);
    expect(text()).toContain('has <img src=x>, needs a');
    expect(box.querySelector('img')).toBeNull();
  });

  it.each([
    [0, '0 s'],
    [400, '1 s'],
    [89_000, '89 s'],
    [125_000, '2 min 5 s'],
    [180_000, '3 min'],
    [7_200_000, '2 h'],
  ])('[IN235] %d ms are %s', (ms, said) => expect(length(ms)).toBe(said));
});
