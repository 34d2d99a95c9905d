import { fakeClock } from '@theke/kit';
import type { Rule } from '@theke/rules';
import { vi } from 'vitest';
import * as adapters from '../chunks/adapters.ts';
import * as asking from '../chunks/asking.ts';
import * as commands from '../chunks/commands.ts';
import * as rulebook from '../chunks/rulebook.ts';
import * as visit from '../chunks/visit.ts';
import type { Chat, InvitationCard } from '../core.ts';
import { createRadar } from '../invite/radar.ts';
import { createTestCore } from './fakeCore.ts';
import type { createFakeLine } from './fakeLine.ts';

type Init = { method?: string; body?: string; credentials?: string; cache?: string };

/** Rules on a jsdom page with a server and a chat that the test answers for; time passes by hand. */
export function rulesStage(
  given: {
    /** To every question. */
    answer?: object;
    consent?: string;
    /** Kept on the server. */
    live?: readonly Rule[];
    radar?: boolean;
    line?: ReturnType<typeof createFakeLine>;
    /** Chance, from 0 to 1. */
    random?: () => number;
  } = {},
) {
  const shown: InvitationCard[] = [];
  const state = { open: false, line: given.line ? 'online' : 'idle' };
  const drop = vi.fn();
  const chat = {
    state: () => ({ ...state }),
    line: given.line,
    inviting: async () => ({ show: (card: InvitationCard) => shown.push(card), drop }),
    destroy() {},
  } as unknown as Chat;
  const chunks: Record<string, () => Promise<unknown>> = {
    chat: async () => ({ startChat: () => chat }),
    asking: async () => asking,
    commands: async () => commands,
    visit: async () => visit,
    rulebook: async () => rulebook,
    adapters: async () => adapters,
  };
  window.matchMedia ??= (() => ({ matches: false })) as never;
  // jsdom sees nothing.
  window.IntersectionObserver ??= class {
    observe() {}
    disconnect() {}
  } as never;
  const core = createTestCore({ consent: given.consent }, (name) => chunks[name]!());
  const fake = fakeClock();
  // The computer sleeps: time goes on, timers do not.
  let sleptMs = 0;
  const clock = {
    now: () => fake.now() + sleptMs,
    elapsed: () => fake.elapsed() + sleptMs,
    after: fake.after,
    get pending() {
      return fake.pending;
    },
    sleep(ms: number) {
      sleptMs += ms;
    },
  };
  const fetch = vi.fn(async (url: string, _init?: Init) => {
    if (url.includes('/rules/live') && !given.live) throw new Error('unreachable');
    const body = url.includes('/rules/live')
      ? { revision: '1', perVisit: 1, radar: given.radar ?? true, rules: given.live }
      : (given.answer ?? { show: false });
    return { ok: true, status: 200, json: async () => body };
  });
  window.fetch = fetch as never;
  const settle = (ms = 0) => new Promise((done) => setTimeout(done, ms));
  return {
    core,
    clock,
    fetch,
    shown,
    drop,
    state,
    rules: createRadar(core, clock, given.random) as { run(command: string, args: unknown[]): Promise<unknown> },
    /** Lets time pass in small steps, so that what answers in between is heard. `realMs`: for the browser's own channels. */
    async pass(ms: number, realMs = 0) {
      for (let i = 0; i < 10; i++) {
        await settle(realMs / 10);
        fake.advance(ms / 10);
        await settle();
      }
      // Other tabs are given their moment to speak.
      fake.advance(60);
      await settle(realMs);
    },
  };
}
