// @vitest-environment jsdom
import type { Rule } from '@theke/rules';
import { beforeEach, describe, expect, it } from 'vitest';
import { rulesStage } from '../testing/rulesStage.ts';

beforeEach(() => {
  localStorage.clear();
  sessionStorage.clear();
  document.body.replaceChildren();
  document.body.append(
    document.createRange().createContextualFragment('<form id="checkout"><input id="a" name="street"></form>'),
  );
});
const rule: Rule = {
  id: 'linger',
  version: 1,
  when: { op: 'dwell', what: 'page', ms: 5_000 },
  offer: { skill: 'sales', text: { en: 'x', de: 'x' } },
};
const linesOf = (text: unknown) =>
  `${text}`
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line));

describe('recording a journey', () => {
  it('[IN162] names and times are written down, also of what no rule uses; what a visitor typed or searched is not', async () => {
    const { rules, core, pass } = rulesStage({ live: [rule] });
    core.told.page = { url: `${location.origin}/shoes?email=kim@example.org`, type: 'product' };
    core.told.context = { product: { id: 'P-1', name: 'Fjord' } };
    await rules.run('live', []);
    expect(await rules.run('radar.record', [{ on: true }])).toContain('"theke":"journey"');
    await pass(1_000);
    document.getElementById('a')!.focus();
    (document.getElementById('a') as HTMLInputElement).value = 'Hauptstr. 1';
    core.tell({ type: 'context', context: { search: { query: 'kims gift', results: 0 } } });
    core.tell({ type: 'track', name: 'wishlist' });
    const text = await rules.run('radar.record', []);
    const [head, ...lines] = linesOf(text);
    expect(head).toEqual({ theke: 'journey', v: 1, site: 'demo', device: 'desktop', language: navigator.language });
    expect(lines[0]).toEqual({ t: 0, k: 'page', page: { type: 'product' } });
    expect(lines).toContainEqual({ t: 0, k: 'fact', name: 'product.id', v: 'P-1' });
    expect(lines).toContainEqual({ t: expect.any(Number), k: 'form', form: 'checkout', on: true });
    expect(lines).toContainEqual({ t: expect.any(Number), k: 'signal', name: 'wishlist' });
    expect(lines).toContainEqual({ t: expect.any(Number), k: 'fact', name: 'search.query', v: '?' });
    expect(text).not.toMatch(/kim|Hauptstr|Fjord|email/);
    expect(await rules.run('radar.record', [{ on: false }])).toBe(text);
    expect(await rules.run('radar.record', [])).toBe('');
    core.end();
  });

  it('[IN462] the shop’s forms, currency and products in the cart are named; the address of a page is not written down', async () => {
    const { rules, core, pass } = rulesStage({ live: [rule] });
    await rules.run('live', []);
    await rules.run('radar.record', [{ on: true }]);
    document.getElementById('a')!.focus();
    const lines = [{ id: 'P-1', name: 'Fjord', quantity: 2, priceCents: 4_900 }];
    core.tell({ type: 'context', context: { cart: { valueCents: 9_800, currency: 'EUR', lines } } });
    core.told.page.url = `${location.origin}/?mail=kim@example.org`;
    core.tell({ type: 'page', page: core.told.page });
    await pass(0);
    const facts = linesOf(await rules.run('radar.record', [{ on: false }])).filter(({ k }) => k === 'fact');
    const told = Object.fromEntries(facts.map(({ name, v }) => [name, v]));
    expect(told).toMatchObject({ 'form.name': 'checkout', 'cart.currency': 'EUR', 'cart.products': ' P-1 ' });
    expect(told).not.toHaveProperty('page.url');
    core.end();
  });

  it('[IN162] it goes on with the next page of this tab where something may be kept, and ends everywhere with off', async () => {
    const first = rulesStage({ live: [rule], consent: 'implied' });
    await first.rules.run('live', []);
    await first.rules.run('radar.record', [{ on: true }]);
    first.core.tell({ type: 'track', name: 'one' });
    window.dispatchEvent(new Event('pagehide'));
    first.core.end();
    const second = rulesStage({ live: [rule], consent: 'implied' });
    await second.rules.run('live', []);
    await second.pass(0);
    second.core.tell({ type: 'track', name: 'two' });
    const names = linesOf(await second.rules.run('radar.record', [{ on: false }])).flatMap((line) => line.name ?? []);
    expect(names).toContain('one');
    expect(names).toContain('two');
    expect(sessionStorage.length).toBe(0);
    second.core.end();
  });
});
