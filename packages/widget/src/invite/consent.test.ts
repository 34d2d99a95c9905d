// @vitest-environment jsdom
import type { Rule } from '@theke/rules';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { Core } from '../core.ts';
import { createFakeLine } from '../testing/fakeLine.ts';
import { rulesStage } from '../testing/rulesStage.ts';

const ended: Core[] = [];
beforeEach(() => {
  localStorage.clear();
  document.body.replaceChildren();
});
afterEach(() => {
  for (const core of ended.splice(0)) (core as Core & { end(): void }).end();
});
const stage = (...args: Parameters<typeof rulesStage>) => {
  const made = rulesStage(...args);
  ended.push(made.core);
  return made;
};
const rule: Rule = {
  id: 'linger',
  version: 2,
  when: { op: 'dwell', what: 'page', ms: 5_000 },
  offer: { skill: 'sales', text: { en: 'May I help?', de: 'Darf ich helfen?' } },
};
type Fetch = ReturnType<typeof rulesStage>['fetch'];
const asks = (fetch: Fetch) => fetch.mock.calls.filter(([url]) => url.endsWith('ask'));
const reads = (fetch: Fetch) => fetch.mock.calls.filter(([url]) => url.includes('/rules/live'));

/** The banner's answer, as the loader passes it on. */
function consent(core: Core, change: object) {
  Object.assign(core.consent, change);
  core.emit('consent:changed', { ...core.consent });
}
function hide(hidden: boolean) {
  Object.defineProperty(document, 'hidden', { value: hidden, configurable: true });
  document.dispatchEvent(new Event('visibilitychange'));
}

describe('a page that waits for consent', () => {
  it('[IN330] asks nothing and counts no refusal before it; with it, the question of a rule that holds goes out at once', async () => {
    const { rules, core, pass, fetch, clock } = stage({ answer: { show: false }, consent: 'manual' });
    await rules.run('addRule', [rule]);
    await rules.run('addRule', [{ ...rule, id: 'watch', mode: 'shadow' }]);
    await pass(600_000);
    expect(fetch).not.toHaveBeenCalled();
    expect(clock.pending).toBe(0);
    consent(core, { storage: true });
    await pass(1_000);
    expect(fetch).not.toHaveBeenCalled();
    consent(core, { chat: true });
    // Other tabs are heard for a moment, no more.
    await pass(60);
    expect(
      asks(fetch)
        .map(([, init]) => JSON.parse(init!.body!).ruleId)
        .sort(),
    ).toEqual(['linger', 'watch']);
  });

  it('[IN330] taken back, nothing more is asked, also by a question that was just about to go', async () => {
    const { rules, core, pass, fetch } = stage({ answer: { show: false } });
    await rules.run('addRule', [{ ...rule, when: { op: 'seen', signal: 'wish' } }]);
    core.tell({ type: 'track', name: 'wish' });
    consent(core, { chat: false });
    await pass(600_000);
    expect(fetch).not.toHaveBeenCalled();
  });

  it('[IN331] says that consent is what is missing', async () => {
    const { rules, core, pass } = stage({ answer: { show: false }, consent: 'manual' });
    await rules.run('addRule', [rule]);
    await pass(6_000);
    const told = { state: 'held', gate: 'consent', gateOpensMs: null, edges: [{ what: 'true' }] };
    expect(await rules.run('explain', ['linger'])).toMatchObject(told);
    const invited = rules.run('invite', ['linger']);
    await pass(100);
    expect(await invited).toEqual({ shown: false });
    expect(core.loaded()).toBeUndefined();
  });
});

describe('the line of a page that needs no click for it', () => {
  const begun = async (given: Parameters<typeof rulesStage>[0] = {}) => {
    const made = stage({ live: [{ ...rule, when: { op: 'seen', signal: 'never' } }], consent: 'implied', ...given });
    const chat = vi.spyOn(made.core, 'chat');
    await made.rules.run('live', []);
    return { ...made, chat };
  };

  it('[IN332] comes up after eight seconds in sight, once; time out of sight does not count', async () => {
    const { pass, chat, rules } = await begun();
    await pass(5_000);
    hide(true);
    await pass(60_000);
    expect(chat).not.toHaveBeenCalled();
    hide(false);
    await pass(2_500);
    expect(chat).not.toHaveBeenCalled();
    await pass(500);
    expect(chat).toHaveBeenCalledOnce();
    await rules.run('live', []);
    hide(true);
    hide(false);
    await pass(60_000);
    expect(chat).toHaveBeenCalledOnce();
  });

  const without: [string, Parameters<typeof rulesStage>[0], ((core: Core) => void)?][] = [
    ['in the default mode', { consent: undefined }],
    ['before consent', { consent: 'manual' }],
    ['after a no', {}, (core) => consent(core, { chat: false })],
    ['where the site shows no visitors', { radar: false }],
    ['where the site has no rules', { live: [] }],
  ];

  it.each(without)('[IN332] stays down %s', async (_, given, then) => {
    const { pass, chat, core, clock } = await begun(given);
    then?.(core);
    await pass(60_000);
    expect(chat).not.toHaveBeenCalled();
    expect(clock.pending).toBe(0);
  });

  it('[IN332] a page that is left leaves no timer', async () => {
    const { core, clock } = await begun();
    await new Promise((done) => setTimeout(done));
    expect(clock.pending).toBe(1);
    (core as Core & { end(): void }).end();
    expect(clock.pending).toBe(0);
  });
});

describe('rules that change', () => {
  const changing = async (given: Parameters<typeof rulesStage>[0] = {}) => {
    const line = createFakeLine<never, never>();
    const made = stage({ answer: { show: false }, live: [rule], line, ...given });
    await made.rules.run('live', []);
    await made.core.chat();
    line.open();
    made.core.emit('state', { line: 'online' });
    // Questions go by POST here.
    made.state.line = 'idle';
    await made.pass(0);
    const change = () => line.hear('rules:changed' as never, { siteId: 'demo' } as never);
    return { ...made, change };
  };

  it('[IN334] are read anew by chance within five seconds, several changes at once', async () => {
    const { pass, fetch, change } = await changing({ random: () => 0.8 });
    change();
    await pass(3_000);
    change();
    await pass(3_900);
    expect(reads(fetch)).toHaveLength(1);
    await pass(200);
    expect(reads(fetch)).toHaveLength(2);
    await pass(10_000);
    expect(reads(fetch)).toHaveLength(2);
  });

  it('[IN334] at once where a card is up: its rule may be off', async () => {
    const grant = { show: true, token: 'k1', expiresInMs: 45_000, agent: { agentId: 'a', name: 'Anna' } };
    const { pass, fetch, change, shown } = await changing({ answer: grant, random: () => 0.99 });
    await pass(5_200);
    expect(shown).toHaveLength(1);
    change();
    await pass(0);
    expect(reads(fetch)).toHaveLength(2);
  });

  it('[IN334] not at all once the widget is off the page', async () => {
    const { pass, fetch, change, core } = await changing({ random: () => 0.5 });
    change();
    (core as Core & { end(): void }).end();
    await pass(10_000);
    expect(reads(fetch)).toHaveLength(1);
  });
});

describe('commands about rules that mean nothing', () => {
  const wrong: [code: string, says: RegExp, command: string, ...args: unknown[]][] = [
    ['malformed', /cannot be used/, 'addRule', 5],
    ['malformed', /a name, a function/, 'predicate', 'x'],
    ['malformed', /a name, a function/, 'predicate', 'x', 'y'],
    ['malformed', /a name, a function/, 'predicate', () => true],
    ['malformed', /deps/, 'predicate', 'x', () => true, { deps: 'cart.valueCents' }],
    ['malformed', /deps/, 'predicate', 'x', () => true, null],
    ['notFound', /"nope".*linger/, 'invite', 'nope'],
    ['notFound', /undefined/, 'invite'],
    ['notFound', /"nope".*linger/, 'explain', 'nope'],
    ['notFound', /"5"/, 'explain', 5],
    ['malformed', /ga4/, 'adapter', 'nope'],
    ['malformed', /ga4/, 'adapter'],
    ['malformed', /on: true/, 'radar.record', 5],
    ['malformed', /on: true/, 'radar.record', {}],
  ];

  it.each(wrong)('[IN335] %s, %s: %s %j', async (code, says, command, ...args) => {
    const { rules, fetch } = stage({ answer: { show: false } });
    await rules.run('addRule', [{ ...rule, when: { op: 'custom', name: 'x' } }]);
    const before = JSON.stringify(await rules.run('explain', []));
    const refused = (async () => rules.run(command, args))();
    await expect(refused).rejects.toMatchObject({ code, message: expect.stringMatching(says) });
    expect(JSON.stringify(await rules.run('explain', []))).toBe(before);
    expect(fetch).not.toHaveBeenCalled();
  });
});
