import {
  type AgentAsks,
  type AgentTells,
  type AgentWelcome,
  type Author,
  type DeskConversation,
  type Entry,
  type EntryBody,
  type LegRef,
  type LiveAsks,
  type LiveTells,
  yes,
} from '@theke/protocol';
import { createFakeLine, type FakeLine } from './fakeLine.ts';

/** The shop's own chat. */
export const webLeg: LegRef = { legId: 'leg_web', kind: 'web' };

/** Both lines to a desk and what is kept behind them: the present and the entries. */
export interface FakeDesk {
  line: FakeLine<AgentAsks, AgentTells>;
  live: FakeLine<LiveAsks, LiveTells>;
  present: AgentWelcome;
  entries: Map<string, Entry[]>;
  find(conversationId: string): DeskConversation | undefined;
  say(conversationId: string, author: Author, body: EntryBody, more?: Partial<Entry>): Entry;
  change(conversationId: string, change: Partial<DeskConversation>): void;
}

/** Makes a {@link FakeDesk} that greets and keeps; what else is asked, others answer. */
export function createFakeDesk(present: AgentWelcome, now: () => number): FakeDesk {
  const line = createFakeLine<AgentAsks, AgentTells>();
  const live = createFakeLine<LiveAsks, LiveTells>();
  const entries = new Map<string, Entry[]>();
  const find = (id: string) => present.conversations.find((one) => one.conversationId === id);

  function change(conversationId: string, part: Partial<DeskConversation>) {
    const at = present.conversations.findIndex((one) => one.conversationId === conversationId);
    const before = present.conversations[at];
    if (!before) return;
    const next = { ...before, ...part };
    present.conversations[at] = next;
    line.arrive('conversation:changed', next);
  }

  function say(conversationId: string, author: Author, body: EntryBody, more: Partial<Entry> = {}): Entry {
    const list = entries.get(conversationId) ?? [];
    const seq = list.length + 1;
    const entry: Entry = {
      id: `ent_${conversationId}_${seq}`,
      conversationId,
      seq,
      at: now(),
      author,
      leg: webLeg,
      body,
      ...more,
    };
    entries.set(conversationId, [...list, entry]);
    const conversation = find(conversationId);
    if (conversation) {
      conversation.headSeq = seq;
      if ('text' in body) conversation.preview = body.text.slice(0, 140);
    }
    line.arrive('entry:added', { entry, headSeq: seq });
    return entry;
  }

  line.answers = { 'desk:hello': () => yes({ ...present, serverAt: now() }) };
  return { line, live, present, entries, find, say, change };
}
