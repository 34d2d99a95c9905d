import { signal } from '@preact/signals-core';
import { fakeClock } from '@theke/kit';
import {
  type ActingCapability,
  type LiveAsks,
  type LiveTells,
  type VisitorAsks,
  type VisitorConversation,
  type VisitorTells,
  type VisitorWelcome,
  yes,
} from '@theke/protocol';
import { vi } from 'vitest';
import { createPart } from '../session/parts.ts';
import { createVisitorStore } from '../session/store.ts';
import type { Visit } from '../session/visit.ts';
import { en } from '../texts/together.en.ts';
import type { Look } from '../together/look.ts';
import { createShareDesk } from '../together/shareDesk.ts';
import { createTestCore } from './fakeCore.ts';
import { createFakeLine } from './fakeLine.ts';
import { type FakeSession, fakeSession } from './fakeShare.ts';
import { anna, shareOn } from './shares.ts';

/** A share desk with everything around it faked: lines, recording, hands, clock. */
export function sharing({ serverMs = 9_000_000, consent = 'implied', tabId = 'tab1' } = {}) {
  const sessions: FakeSession[] = [];
  const loaded: string[] = [];
  const hands = { aim: vi.fn(), try: vi.fn(async () => ({ done: true })), regrant: vi.fn(), stop: vi.fn() };
  const handsPowers: Record<string, unknown>[] = [];
  const chunks: Record<string, () => Promise<unknown>> = {
    share: async () => ({
      startShare(powers: object) {
        const made = fakeSession(powers);
        sessions.push(made);
        return made;
      },
    }),
    act: async () => ({
      createHands(powers: Record<string, unknown>) {
        handsPowers.push(powers);
        return hands;
      },
    }),
  };
  const core = createTestCore({ consent }, async (name) => {
    loaded.push(name);
    return chunks[name]?.() ?? new Promise(() => {});
  });
  const line = createFakeLine<VisitorAsks, VisitorTells>();
  line.open();
  line.answers['share:answer'] = ({ allow }: { allow: boolean }) => yes(shareOn({ phase: allow ? 'on' : 'ended' }));
  const lanes: ReturnType<typeof createFakeLine<LiveAsks, LiveTells>>[] = [];
  const store = createVisitorStore(core);
  const clock = fakeClock();
  const say = vi.fn();
  const failed = vi.fn();
  const privacy = { version: 0, preset: 'none', rules: [], capture: false, frames: [] } as const;
  const site = signal<VisitorWelcome['site'] | null>({
    id: 'demo',
    name: 'Wetterfest',
    privacy: { ...privacy, rules: [], frames: [] },
  });
  const conversation = signal<VisitorConversation | null>({
    conversationId: 'c1',
    status: 'active',
    agent: anna,
    headSeq: 0,
    readByAgentSeq: 0,
    readByVisitorSeq: 0,
  });
  const make = (more: { tabId?: string } = {}) =>
    createShareDesk({
      ...{ core, store, clock, say, failed, site, conversation, tabId },
      ...more,
      visit: { line, auth: () => ({}), serverNow: () => serverMs } as unknown as Visit,
      createLiveLine: () => {
        const lane = createFakeLine<LiveAsks, LiveTells>();
        lanes.push(lane);
        return lane;
      },
      overlay: document.createElement('div'),
      texts: () => en,
      look: createPart<Look>(() => new Promise(() => {})),
    });
  const events: { type: string; data: unknown }[] = [];
  for (const type of ['requested', 'started', 'paused', 'control', 'stopped'] as const)
    core.on(`cobrowse:${type}`, ({ data }) => void events.push({ type, data }));
  const asked = (event: string) => line.asked.filter((ask) => ask.event === event).map((ask) => ask.input);
  const desk = make();
  const share = () => desk.share.peek() ?? shareOn();
  line.answers['share:pause'] = ({ paused }: { paused: boolean }) => yes({ ...share(), paused });
  line.answers['grant:answer'] = ({ capability, allow }: { capability: ActingCapability; allow: boolean }) =>
    yes({ ...share(), grants: { ...share().grants, [capability]: allow ? 'on' : 'refused' } });
  line.answers['grant:withdraw'] = ({ capability }: { capability: ActingCapability }) =>
    yes({ ...share(), grants: { ...share().grants, [capability]: 'off' } });
  return {
    ...{ core, line, lanes, sessions, loaded, hands, handsPowers, store, clock, say, failed, site, conversation },
    ...{ events, asked, make, desk },
  };
}

/** Everything that waits for promises has had its turn. */
export const settle = () => new Promise((done) => setTimeout(done));
