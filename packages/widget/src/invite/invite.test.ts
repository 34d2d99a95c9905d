// @vitest-environment jsdom
import { fakeClock } from '@theke/kit';
import type { RuleEvent } from '@theke/rules';
import { beforeEach, describe, expect, it, vi } from 'vitest';
import type { Chat, InvitationCard } from '../core.ts';
import { createTestCore } from '../testing/fakeCore.ts';
import { factsOf } from './facts.ts';
import { createInviteMemory } from './memory.ts';
import { createRadar } from './radar.ts';
import { watchSenses } from './senses.ts';

beforeEach(() => {
  localStorage.clear();
  document.body.replaceChildren();
});
const settle = () => new Promise((done) => setTimeout(done));
const grant = { show: true, token: 'k1', expiresInMs: 45_000, agent: { agentId: 'a', name: 'Anna' } };
const rule = {
  id: 'linger',
  version: 2,
  when: { op: 'dwell', what: 'page', ms: 5_000 },
  offer: { skill: 'sales', text: { en: 'May I help?', de: 'Darf ich helfen?' } },
};

function radar(answer: object = grant, consent?: string) {
  const shown: InvitationCard[] = [];
  const chat = {
    showInvitation: (card: InvitationCard) => shown.push(card),
    dropInvitation: vi.fn(),
    state: () => ({}),
  };
  const core = createTestCore({ consent }, async () => ({ startChat: () => chat as unknown as Chat }));
  const clock = fakeClock();
  const fetch = vi.fn(async (_url: string, _init: { body: string; credentials: string }) => ({
    status: 200,
    json: async () => answer,
  }));
  window.fetch = fetch as never;
  return { core, clock, fetch, shown, rules: createRadar(core, clock) };
}

describe('rules on the page', () => {
  it('[IN70] once a rule holds, the server is asked by one POST that names nobody; nothing is kept and no chat is loaded for a no', async () => {
    const { rules, clock, fetch, shown } = radar({ show: false });
    rules.run('addRule', [rule]);
    clock.advance(4_900);
    expect(fetch).not.toHaveBeenCalled();
    clock.advance(200);
    await settle();
    expect(fetch).toHaveBeenCalledOnce();
    const [url, init] = fetch.mock.calls[0]!;
    expect(url).toBe('https://chat.example/api/v1/invitations/ask');
    expect(JSON.parse(init.body)).toEqual({ site: 'demo', ruleId: 'linger', version: 2, skill: 'sales' });
    expect(init.credentials).toBe('omit');
    expect([shown.length, localStorage.length]).toEqual([0, 0]);
  });

  it('[IN70] nobody is asked where the shop waits for consent, or after a no to chat', async () => {
    for (const core of [radar(grant, 'manual'), radar()]) {
      if (core.core.settings.consentMode === 'click') core.core.consent.chat = false;
      core.rules.run('addRule', [rule]);
      core.clock.advance(6_000);
      await settle();
      expect(core.fetch).not.toHaveBeenCalled();
    }
  });

  it('[IN71] a yes puts up the card in the visitor’s language; dismissed it is quiet, and never again when that was wished', async () => {
    const { rules, clock, shown, core, fetch } = radar();
    core.acted = true;
    core.update({ locale: 'de' });
    rules.run('addRule', [rule]);
    clock.advance(5_100);
    await vi.waitFor(() => expect(shown).toHaveLength(1));
    expect(shown[0]).toMatchObject({
      ruleId: 'linger',
      skill: 'sales',
      text: 'Darf ich helfen?',
      grant: { token: 'k1' },
    });
    shown[0]!.answered('dismissed', true);
    await settle();
    const again = createRadar(core, clock);
    fetch.mockClear();
    again.run('addRule', [{ ...rule, id: 'other' }]);
    clock.advance(3 * 86_400_000);
    await settle();
    expect(fetch).not.toHaveBeenCalled();
  });

  it('[IN72] no card while a conversation is open', async () => {
    const { rules, clock, fetch, core } = radar();
    rules.run('addRule', [rule]);
    core.emit('open', {});
    clock.advance(10_000);
    await settle();
    expect(fetch).not.toHaveBeenCalled();
  });

  it('[IN73] a rule that cannot be read is refused with what is wrong; a predicate of the page’s own takes part; explain says why not', async () => {
    const { rules, core, clock, fetch } = radar({ show: false });
    expect(() => rules.run('addRule', [{ ...rule, when: { op: 'dwell', what: 'page', ms: 'long' } }])).toThrow(/ms/);
    rules.run('predicate', [
      'isBig',
      (_: unknown, fact: (name: string) => number) => fact('cart.valueCents') > 10_000,
      { deps: ['cart.valueCents'] },
    ]);
    rules.run('addRule', [{ ...rule, when: { op: 'custom', name: 'isBig' } }]);
    expect(rules.run('explain', ['linger'])).toMatchObject({ ruleId: 'linger', state: 'waiting' });
    core.tell({ type: 'context', context: { cart: { valueCents: 20_000 } } });
    await settle();
    expect(fetch).toHaveBeenCalledOnce();
    clock.advance(1);
  });

  it('[IN73] the widget taken off the page leaves no timer and no listener', () => {
    const { rules, core, clock } = radar();
    rules.run('addRule', [rule]);
    expect(clock.pending).toBe(1);
    core.end();
    expect(clock.pending).toBe(0);
  });
});

describe('what rules are fed', () => {
  it('[IN74] context becomes facts; null clears all of a key; what was not given is not touched', () => {
    const lines = [{ id: '1', name: 'Jacket', quantity: 2, priceCents: 4_900 }];
    expect(factsOf({ cart: { valueCents: 9_800, lines }, product: null })).toEqual({
      'cart.valueCents': 9_800,
      'cart.quantity': 2,
      'product.id': null,
      'product.name': null,
      'product.priceCents': null,
    });
  });

  it('[IN74] a form is entered and left by its name; input is told once a second; undone it is silent', () => {
    document.body.innerHTML = '<form id="checkout"><input id="a"><input id="b"></form><input id="c">';
    const fed: RuleEvent[] = [];
    const { stop, again } = watchSenses(window, (event) => fed.push(event));
    const focus = (id: string) => document.getElementById(id)!.focus();
    focus('a');
    focus('b');
    focus('c');
    expect(fed).toEqual([
      { type: 'form', form: 'checkout', on: true },
      { type: 'form', form: 'checkout', on: false },
    ]);
    fed.length = 0;
    // The rules' code may come after the visitor has begun; and a page told anew does not empty the visitor's hands.
    focus('a');
    again();
    const late: RuleEvent[] = [];
    watchSenses(window, (event) => late.push(event)).stop();
    expect(late).toEqual([{ type: 'form', form: 'checkout', on: true }]);
    expect(fed).toEqual([late[0], late[0]]);
    focus('c');
    fed.length = 0;
    const move = (atMs: number) => {
      const event = new Event('pointermove', { bubbles: true });
      Object.defineProperty(event, 'timeStamp', { value: atMs });
      document.body.dispatchEvent(event);
    };
    for (const atMs of [5_000, 5_500, 5_900, 6_100]) move(atMs);
    expect(fed).toEqual([{ type: 'input' }, { type: 'input' }]);
    stop();
    move(9_000);
    expect(fed).toHaveLength(2);
  });

  it('[IN71] caps and quiet outlive a page load; after half an hour a new visit begins; nothing is kept before it may be', () => {
    const clock = fakeClock();
    const memory = { shown: { linger: 1 }, quietUntilMs: 9, signals: { x: 1 } };
    createInviteMemory(createTestCore(), clock).write(memory);
    expect(localStorage.length).toBe(0);
    const core = createTestCore({ consent: 'implied' });
    createInviteMemory(core, clock).write(memory);
    expect(createInviteMemory(core, clock).read()).toEqual(memory);
    clock.advance(31 * 60_000);
    expect(createInviteMemory(core, clock).read()).toEqual({ shown: {}, quietUntilMs: 9, signals: {} });
  });
});
