// @vitest-environment jsdom
import { signal } from '@preact/signals-core';
import { fakeClock } from '@theke/kit';
import type { Offer } from '@theke/rules';
import { beforeEach, describe, expect, it, vi } from 'vitest';
import type { App } from '../app.ts';
import { createTestCore } from '../testing/fakeCore.ts';
import { en } from '../texts/ways.en.ts';
import { createInviting } from './inviting.ts';

beforeEach(() => document.body.replaceChildren());

const words = (text: string) => ({ en: text, de: text });
const grant = { show: true as const, token: 't1', expiresInMs: 45_000, agent: { agentId: 'a', name: 'Anna' } };

function inviting() {
  const core = createTestCore();
  const clock = fakeClock();
  const isOpen = signal(false);
  const started: object[] = [];
  const sent: string[] = [];
  const wished: object[] = [];
  const run = vi.fn(async (_command: string, _args: unknown[]) => ({}));
  const open = vi.fn(() => {
    isOpen.value = true;
  });
  const posted: object[] = [];
  window.fetch = (async (_url: string, init: { body: string }) => {
    posted.push(JSON.parse(init.body));
    return { status: 204, json: async () => ({}) };
  }) as never;
  const app = {
    core,
    clock,
    isOpen,
    visit: { line: { state: 'idle', on: () => () => {}, ask: vi.fn() } },
    announcer: { say: vi.fn() },
    together: { need: async () => ({ run }) },
    talk: {
      anew() {},
      startNow: async (start: object) => started.push(start),
      wish: (wish: object) => wished.push(wish),
    },
    send: (text: string) => sent.push(text),
    look: vi.fn(),
    open,
  } as unknown as App;
  const place = createInviting(app, () => en);
  const answers: string[] = [];
  const show = (offer: Partial<Offer>) =>
    place.show({
      ruleId: 'r',
      offer: { skill: 'sales', text: words('Help?'), ...offer },
      fact: () => undefined,
      grant,
      answered: (outcome) => answers.push(outcome),
    });
  return { core, clock, place, show, answers, sent, started, wished, run, open, posted, isOpen };
}

it('[IN429] a card whose chat goes with the visitor’s consent counts as run out for the rules; nobody else is told', () => {
  const { show, place, answers, posted } = inviting();
  show({});
  place.close();
  place.close();
  expect([answers, posted, place.card.value]).toEqual([['expired'], [], null]);
});

describe('what a card offers', () => {
  it('[IN232] an article is read without a conversation: the place is given back, nobody waits', () => {
    const { show, place, started, open, posted, answers } = inviting();
    show({ kind: 'article', url: '/help/sizes' });
    place.accept();
    expect([started, open.mock.calls, answers]).toEqual([[], [], ['accepted']]);
    expect(posted).toEqual([{ site: 'demo', token: 't1', answer: 'accepted' }]);
    expect(place.missed.value).toBeNull();
  });

  it('[IN232] a look at the page begins with a person there, and with the question every share begins with', async () => {
    const { show, place, started, run, core } = inviting();
    show({ kind: 'share' });
    place.accept();
    expect(started).toEqual([{ via: 'invitation', skill: 'sales', invitationToken: 't1' }]);
    expect(run).not.toHaveBeenCalled();
    core.emit('conversation:assigned', { agent: { agentId: 'a', name: 'Anna' } } as never);
    await vi.waitFor(() => expect(run).toHaveBeenCalledWith('cobrowse.start', []));
    core.emit('conversation:assigned', { agent: { agentId: 'b', name: 'Ben' } } as never);
    await Promise.resolve();
    expect(run).toHaveBeenCalledOnce();
  });

  it.each([
    ['call' as const, 'Please call me here.'],
    ['share' as const, 'Please look at this page with me.'],
  ])(
    '[IN336] accepted, a %s is said in the visitor’s own words, and what comes next until somebody is there',
    async (kind, words) => {
      const { show, place, sent, core, isOpen } = inviting();
      show({ kind });
      expect(place.wish.value).toBeNull();
      place.accept();
      expect(sent).toEqual([words]);
      expect(place.wish.value).toBe(kind);
      core.emit('conversation:assigned', { agentName: 'Anna' });
      expect(place.wish.value).toBeNull();
      isOpen.value = false;
      show({ kind });
      place.accept();
      core.emit('conversation:ended', {});
      expect(place.wish.value).toBeNull();
    },
  );

  it('[IN336] an accepted chat says nothing by itself', () => {
    const { show, place, sent } = inviting();
    show({});
    place.accept();
    expect([sent, place.wish.value]).toEqual([[], null]);
  });

  it('[IN233] a card that ran out leaves a way back, for the same skill; one that was answered leaves none', () => {
    const { show, place, clock, wished, open, isOpen, answers } = inviting();
    show({});
    clock.advance(45_000);
    expect(answers).toEqual(['expired']);
    expect(place.missed.value?.grant.agent.name).toBe('Anna');
    place.back();
    expect(wished).toEqual([{ via: 'invitation', skill: 'sales' }]);
    expect([open.mock.calls.length, place.missed.value]).toEqual([1, null]);
    isOpen.value = false;
    show({});
    place.dismiss();
    expect(place.missed.value).toBeNull();
  });
});
