// @vitest-environment jsdom
import { fakeClock } from '@theke/kit';
import type { Rule } from '@theke/rules';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { Core } from '../core.ts';
import { leavingPage } from '../session/leaving.ts';
import { createTestCore } from '../testing/fakeCore.ts';
import { createFakeLine } from '../testing/fakeLine.ts';
import { rulesStage } from '../testing/rulesStage.ts';
import { plainPath } from './asking.ts';
import { factsOf } from './facts.ts';
import { createInviteMemory } from './memory.ts';

beforeEach(() => {
  localStorage.clear();
  sessionStorage.clear();
  document.body.replaceChildren();
});
const ended: Core[] = [];
afterEach(() => {
  for (const core of ended.splice(0)) (core as Core & { end(): void }).end();
});
const stage = (...args: Parameters<typeof rulesStage>) => {
  const made = rulesStage(...args);
  ended.push(made.core);
  return made;
};
const grant = { show: true, token: 'k1', expiresInMs: 45_000, agent: { agentId: 'a', name: 'Anna' } };
const rule: Rule = {
  id: 'linger',
  version: 2,
  when: { op: 'dwell', what: 'page', ms: 5_000 },
  offer: { skill: 'sales', text: { en: 'May I help?', de: 'Darf ich helfen?' } },
};
const asks = (fetch: ReturnType<typeof rulesStage>['fetch'], path = 'ask') =>
  fetch.mock.calls.filter(([url]) => url.endsWith(path)).map(([, init]) => JSON.parse(init!.body!));

describe('rules on the page', () => {
  it('[IN70] once a rule holds, the server is asked by one POST that names nobody; nothing is kept and no chat is loaded for a no', async () => {
    const { rules, pass, fetch, shown } = stage({ answer: { show: false } });
    await rules.run('addRule', [rule]);
    await pass(4_800);
    expect(fetch).not.toHaveBeenCalled();
    await pass(300);
    expect(fetch).toHaveBeenCalledOnce();
    const [url, init] = fetch.mock.calls[0]!;
    expect(url).toBe('https://chat.example/api/v1/invitations/ask');
    expect(init!.credentials).toBe('omit');
    expect(asks(fetch)[0]).toMatchObject({
      site: 'demo',
      ruleId: 'linger',
      version: 2,
      skill: 'sales',
      terms: { digest: expect.stringMatching(/^[0-9a-f]{8}$/) },
      page: { path: '/' },
      device: 'desktop',
    });
    expect([shown.length, localStorage.length]).toEqual([0, 0]);
  });

  it('[IN70] what leaves of a path is what leaves of it over the line', () => {
    const words = [
      'shoes',
      'kim@example.org',
      'kim%40x',
      '1234567',
      '123456',
      'a1b2c3d4e5f6a7b8c9',
      'jacket-norden-blue-2026',
      'abcdefghijklmnopqrstuv',
      '',
    ];
    for (const one of words)
      for (const two of words) {
        const { pathname } = new URL(`https://shop.example/${one}/${two}`);
        const { url } = leavingPage({ url: `https://shop.example${pathname}` });
        expect(`https://shop.example${plainPath(pathname)}`).toBe(url);
      }
  });

  it('[IN70] nobody is asked where the shop waits for consent, or after a no to chat', async () => {
    for (const made of [stage({ answer: grant, consent: 'manual' }), stage({ answer: grant })]) {
      if (made.core.settings.consentMode === 'click') made.core.consent.chat = false;
      await made.rules.run('addRule', [rule]);
      await made.pass(6_000);
      expect(made.fetch).not.toHaveBeenCalled();
    }
  });

  it('[IN71] a yes puts up the card with its offer; dismissed it is quiet, and never again when that was wished', async () => {
    const { rules, pass, shown, core } = stage({ answer: grant });
    core.acted = true;
    await rules.run('addRule', [rule]);
    await pass(5_200);
    expect(shown).toHaveLength(1);
    expect(shown[0]).toMatchObject({ ruleId: 'linger', offer: rule.offer, grant: { token: 'k1' } });
    shown[0]!.answered('dismissed', true);
    await pass(0);
    const again = stage({ answer: grant });
    again.core.acted = true;
    await again.rules.run('addRule', [{ ...rule, id: 'other' }]);
    await again.pass(3 * 86_400_000);
    expect(again.fetch).not.toHaveBeenCalled();
  });

  it('[IN72] no card while a conversation is open', async () => {
    const { rules, pass, fetch, core, state } = stage({ answer: grant });
    await core.chat();
    await rules.run('addRule', [rule]);
    state.open = true;
    core.emit('open', {});
    await pass(10_000);
    expect(fetch).not.toHaveBeenCalled();
  });

  it('[IN73] a rule that cannot be read is refused with what is wrong; a predicate of the page’s own takes part; explain says why not', async () => {
    const { rules, core, pass, fetch } = stage({ answer: { show: false } });
    await expect(rules.run('addRule', [{ ...rule, when: { op: 'dwell', what: 'page', ms: 'long' } }])).rejects.toThrow(
      /ms/,
    );
    await rules.run('predicate', [
      'isBig',
      (_: unknown, fact: (name: string) => number) => fact('cart.valueCents') > 10_000,
      { deps: ['cart.valueCents'] },
    ]);
    await rules.run('addRule', [{ ...rule, when: { op: 'custom', name: 'isBig' } }]);
    expect(await rules.run('explain', ['linger'])).toMatchObject({
      ruleId: 'linger',
      state: 'waiting',
      edges: [],
    });
    expect(await rules.run('explain', [])).toHaveLength(1);
    core.tell({ type: 'context', context: { cart: { valueCents: 20_000 } } });
    await pass(100);
    expect(fetch).toHaveBeenCalledOnce();
  });

  it('[IN73] the widget taken off the page leaves no timer and no listener', async () => {
    const { rules, core, clock } = stage({ answer: grant });
    await rules.run('addRule', [rule]);
    expect(clock.pending).toBe(1);
    (core as Core & { end(): void }).end();
    expect(clock.pending).toBe(0);
    document.dispatchEvent(new Event('visibilitychange'));
    core.tell({ type: 'page', page: { url: 'https://shop.example/next' } });
    expect(clock.pending).toBe(0);
  });

  it('[IN140] rules kept on the server are read once, with no cookie, and run; a change told on the line reads them anew', async () => {
    const line = createFakeLine<never, never>();
    const { rules, pass, fetch, core } = stage({ answer: { show: false }, live: [rule], line });
    await rules.run('live', []);
    await rules.run('live', []);
    const reads = () => fetch.mock.calls.filter(([url]) => url.includes('/rules/live'));
    expect(reads()).toEqual([
      ['https://chat.example/api/v1/rules/live?site=demo', { credentials: 'omit', cache: 'default' }],
    ]);
    await pass(5_200);
    // The server has its own copy of such a rule, and that one counts.
    expect(asks(fetch)[0]).not.toHaveProperty('terms');
    await core.chat();
    line.open();
    core.emit('state', { line: 'online' });
    await pass(0);
    line.hear('rules:changed' as never, { siteId: 'demo' } as never);
    await pass(5_000);
    expect(reads().map(([, init]) => init!.cache)).toEqual(['default', 'no-cache']);
  });

  it('[IN141] a server that cannot be reached, or answers nonsense, leaves the page as it was', async () => {
    for (const live of ['nonsense', undefined]) {
      const { rules, pass, clock } = stage({ answer: grant, live: live as never });
      await rules.run('live', []);
      await pass(60_000);
      expect(clock.pending).toBe(0);
    }
  });

  it('[IN142] a shadow rule is asked for and written down by the server, and shows nothing even for a yes', async () => {
    const { rules, pass, fetch, shown } = stage({ answer: grant, live: [{ ...rule, mode: 'shadow' }] });
    await rules.run('live', []);
    await pass(5_200);
    expect(asks(fetch)).toMatchObject([{ ruleId: 'linger', shadow: true }]);
    expect(shown).toEqual([]);
  });

  it('[IN143] a computer that slept is not a visitor who stayed', async () => {
    const { rules, pass, clock, fetch } = stage({ answer: { show: false }, live: [rule] });
    await rules.run('live', []);
    await pass(2_000);
    window.dispatchEvent(new Event('focus'));
    clock.sleep(3_600_000);
    await pass(0);
    document.dispatchEvent(new Event('visibilitychange'));
    await pass(2_000);
    expect(asks(fetch)).toEqual([]);
    await pass(5_000);
    expect(asks(fetch)).toHaveLength(1);
  });
});

describe('orders of visitors without a name', () => {
  const order = { id: 'o-1', amount: 129.9, currency: 'EUR' };
  const told = (fetch: ReturnType<typeof rulesStage>['fetch']) => asks(fetch, 'orders/told');

  it('[IN144] are told once, in cents, also those placed before the rules came', async () => {
    const { rules, core, pass, fetch } = stage({ live: [rule] });
    core.told.orders.push(order);
    await rules.run('live', []);
    core.told.orders.push({ ...order, id: 'o-2' });
    core.tell({ type: 'order', order });
    await pass(0);
    expect(told(fetch)).toEqual([
      { site: 'demo', id: 'o-1', amountCents: 12_990, currency: 'EUR' },
      { site: 'demo', id: 'o-2', amountCents: 12_990, currency: 'EUR' },
    ]);
  });

  it('[IN144] also of a visitor who was shown a card: a chat that is here for the card alone has no line; a wrong one is named and not told', async () => {
    const { rules, core, pass, fetch } = stage({ live: [rule] });
    await rules.run('live', []);
    await core.chat();
    core.acted = true;
    const warn = vi.spyOn(window.console, 'warn').mockImplementation(() => {});
    for (const one of [
      { ...order, currency: undefined as never },
      order,
      { ...order, id: 'o-3', amount: Number.NaN },
    ]) {
      core.told.orders.push(one);
      core.tell({ type: 'order', order: one });
    }
    await pass(0);
    expect(told(fetch)).toEqual([{ site: 'demo', id: 'o-1', amountCents: 12_990, currency: 'EUR' }]);
    expect(warn).toHaveBeenCalled();
    warn.mockRestore();
  });

  it('[IN144] not before consent where the shop waits for it, not after a no to analytics, and not where the visitor’s own line tells them', async () => {
    const begun = async (consent: string | undefined, change: (core: Core) => void) => {
      const made = stage({ live: [rule], consent });
      change(made.core);
      made.core.told.orders.push(order);
      await made.rules.run('live', []);
      await made.pass(0);
      expect(told(made.fetch)).toEqual([]);
      return made;
    };
    await begun(undefined, ({ consent }) => Object.assign(consent, { analytics: false }));
    await begun(undefined, (core) => Object.assign(core, { acted: true }));
    const waiting = await begun('manual', () => {});
    waiting.core.consent.chat = true;
    await waiting.rules.run('live', []);
    await waiting.pass(0);
    expect(told(waiting.fetch)).toHaveLength(1);
  });
});

describe('what rules are fed', () => {
  it('[IN74] context becomes facts, also the shop’s own; a key told anew clears what it no longer says; what was not given is not touched', () => {
    const lines = [{ id: '1', name: 'Jacket', quantity: 2, priceCents: 4_900 }];
    const known = { 'product.id': 'P-1', 'product.name': 'Fjord', 'cart.currency': null, 'search.query': 'tent' };
    expect(factsOf({ cart: { valueCents: 9_800, lines }, product: null, club: { level: 3 } } as never, known)).toEqual({
      'cart.valueCents': 9_800,
      'cart.quantity': 2,
      'cart.products': ' 1 ',
      'cart.currency': null,
      'product.id': null,
      'product.name': null,
      'club.level': 3,
    });
  });

  it('[IN71] caps and quiet outlive a page load; after half an hour a new visit begins; nothing is kept before it may be', () => {
    const clock = fakeClock();
    const memory = { shown: { linger: 1 }, quietUntilMs: 9, signals: { x: [1] } };
    const first = createInviteMemory(createTestCore(), clock);
    first.kept.memory = memory;
    first.write();
    expect(localStorage.length).toBe(0);
    const core = createTestCore({ consent: 'implied' });
    const second = createInviteMemory(core, clock);
    expect(second.viewed('/a')).toBe(1);
    second.kept.memory = memory;
    second.write();
    const third = createInviteMemory(core, clock);
    expect(third.kept.memory).toEqual(memory);
    expect([third.viewed('/a'), third.viewed('/b')]).toEqual([2, 1]);
    clock.advance(31 * 60_000);
    const later = createInviteMemory(core, clock);
    expect(later.kept).toMatchObject({ before: true, memory: { shown: {}, quietUntilMs: 9, signals: {} } });
    expect(later.viewed('/a')).toBe(1);
  });

  it('[IN145] views of a path, campaign, device, order and language are facts where rules ask for them', async () => {
    window.history.replaceState(null, '', '/shoes?utm_source=news&utm_medium=mail&gclid=x');
    const wants = ['page.views', 'page.path', 'visit.source', 'visit.medium', 'visit.device', 'visit.ordered'] as const;
    const values = [2, '/shoes', 'news', 'mail', 'desktop', true];
    const all = { op: 'all', of: wants.map((fact, i) => ({ op: 'eq', fact, value: values[i] })) };
    const { rules, core, pass, fetch } = stage({ answer: { show: false }, live: [{ ...rule, when: all as never }] });
    await rules.run('live', []);
    await pass(0);
    core.told.page = { url: `${location.origin}/` };
    core.tell({ type: 'page', page: core.told.page });
    core.tell({ type: 'order', order: { id: '1', amount: 1, currency: 'EUR' } });
    await pass(100);
    expect(asks(fetch)).toEqual([]);
    core.told.page = { url: `${location.origin}/shoes?size=m`, type: 'product' };
    core.tell({ type: 'page', page: core.told.page });
    await pass(100);
    expect(asks(fetch)).toMatchObject([{ page: { path: '/shoes', type: 'product' } }]);
    window.history.replaceState(null, '', '/');
  });
});

describe('two tabs of one visitor', () => {
  it('[IN146] while a card stands in one, the other does not ask; what the one showed or was told counts in the other, with nothing kept', async () => {
    const one = stage({ answer: grant, live: [rule] });
    await one.rules.run('live', []);
    await one.pass(5_200);
    expect(one.shown).toHaveLength(1);
    const two = stage({ answer: grant, live: [rule] });
    await two.rules.run('live', []);
    await two.pass(5_200, 60);
    await two.pass(200, 60);
    expect(asks(two.fetch)).toEqual([]);
    one.shown[0]!.answered('dismissed', false);
    await one.pass(0, 60);
    await two.pass(600_000, 60);
    expect(asks(two.fetch)).toEqual([]);
    expect(two.shown).toEqual([]);
    expect(localStorage.length).toBe(0);
  });
});

describe('where the rules stand', () => {
  it('[IN147] is told on the visitor’s line after changes, at most every two seconds, and not when time alone has passed', async () => {
    const line = createFakeLine<never, never>();
    const { rules, pass, core } = stage({
      answer: { show: false },
      live: [{ ...rule, when: { op: 'dwell', what: 'page', ms: 60_000 } }],
      line,
    });
    await rules.run('live', []);
    await core.chat();
    line.open();
    core.emit('state', { line: 'online' });
    await pass(2_100);
    const told = () => line.asked.filter(({ event }) => event === 'rules:tell').map(({ input }) => input);
    expect(told()).toMatchObject([
      {
        rules: [{ ruleId: 'linger', state: 'waiting', inMs: expect.any(Number) }],
        device: 'desktop',
        returning: false,
      },
    ]);
    for (let i = 0; i < 10; i++) {
      core.tell({ type: 'track', name: 'noise' });
      await pass(1_000);
    }
    expect(told()).toHaveLength(1);
    core.told.page = { url: `${location.origin}/next` };
    core.tell({ type: 'page', page: core.told.page });
    await pass(2_100);
    expect(told()).toHaveLength(2);
  });

  it('[IN147] is told to nobody where the site does not allow it', async () => {
    const line = createFakeLine<never, never>();
    const { rules, pass, core } = stage({ live: [rule], radar: false, line });
    await rules.run('live', []);
    await core.chat();
    line.open();
    core.emit('state', { line: 'online' });
    await pass(3_000);
    expect(line.asked).toEqual([]);
  });
});

describe('invitations by name', () => {
  it('[IN148] Theke(invite) asks past conditions and says whether the card came', async () => {
    const { rules, pass, core, shown } = stage({ answer: grant, live: [rule] });
    await rules.run('live', []);
    const invited = rules.run('invite', ['linger']) as Promise<unknown>;
    await pass(100);
    await vi.waitFor(() => expect(shown).toHaveLength(1));
    core.emit('invitation:shown', { ruleId: 'linger' });
    expect(await invited).toEqual({ shown: true });
  });
});
