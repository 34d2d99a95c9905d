import { batch, computed, signal } from '@preact/signals-core';
import { createThread, type Thread } from '@theke/chat';
import { type Clock, createId } from '@theke/kit';
import { createOutbox } from '@theke/line';
import {
  type Answer,
  type Draft,
  type Entry,
  no,
  type Receipt,
  type StartedVia,
  type VisitorConversation,
  type VisitorWelcome,
  yes,
} from '@theke/protocol';
import type { Core } from '../core.ts';
import { tellChange } from './changes.ts';
import type { VisitorStore } from './store.ts';
import type { VisitorLine } from './visit.ts';

/** A conversation wished for and not yet known to the server; kept, so that a reload does not lose it. */
export interface Start {
  conversationId: string;
  skill?: string;
  subject?: string;
  via: StartedVia;
  invitationToken?: string;
}

export interface TalkPowers {
  core: Core;
  store: VisitorStore;
  clock: Clock;
  line: VisitorLine;
  remember(conversationId: string | undefined): void;
  /** The conversation of an earlier page. */
  kept(): string | undefined;
  /** Something new of the other side that nobody has heard of yet. */
  arrived(entry: Entry): void;
}

/** The visitor's one conversation: begins it with the first message, sends, takes in, tells the page. */
export function createTalk(powers: TalkPowers) {
  const { core, store, clock, line } = powers;
  const conversation = signal<VisitorConversation | null>(null);
  const thread = signal<Thread | null>(null);
  let start: Start | null = readStart(store.read('start'));
  let wish: Partial<Start> = {};
  let threadId = '';
  let arrivedSeq = 0;
  let starting: Promise<Answer<void>> | undefined;

  const outbox = createOutbox({ store, key: 'outbox', clock, send });

  async function send(draft: Draft): Promise<Answer<Receipt>> {
    if (start?.conversationId === draft.conversationId) {
      const begun = await begin();
      if (!begun.ok) return begun;
    }
    return line.ask('message:send', draft);
  }

  /** Makes the wished conversation known. One ask at a time; the id makes a second one harmless. */
  function begin(): Promise<Answer<void>> {
    const wished = start;
    if (!wished) return Promise.resolve(yes(undefined));
    starting ??= (async () => {
      const answer = await line.ask('conversation:start', wished);
      starting = undefined;
      if (!answer.ok) return answer;
      if (start === wished) {
        start = null;
        store.remove('start');
      }
      take(answer.value);
      return yes(undefined);
    })();
    return starting;
  }

  function openThread(conversationId: string): Thread {
    const made = createThread({
      conversationId,
      mySide: 'visitor',
      outbox,
      resume: (afterSeq) => line.ask('conversation:resume', { conversationId, afterSeq }),
      tellTyping: (on) => line.tell('typing:tell', { conversationId, on }),
      tellRead: (seq) => void line.ask('message:read', { conversationId, seq }),
      clock,
    });
    thread.peek()?.close();
    arrivedSeq = 0;
    threadId = conversationId;
    thread.value = made;
    return made;
  }

  function wanted(more: Partial<Start>): Start {
    start = { conversationId: createId('con', clock.now()), via: 'launcher', ...wish, ...more };
    wish = {};
    store.write('start', JSON.stringify(start));
    batch(() => {
      conversation.value = null;
      openThread(start!.conversationId);
    });
    return start;
  }

  function take(next: VisitorConversation, entries: readonly Entry[] = []) {
    const now = conversation.peek();
    // Another tab's new conversation is ours as well, unless we are just beginning one here.
    if (start && start.conversationId !== next.conversationId) return;
    batch(() => {
      const known = thread.peek() && threadId === next.conversationId;
      // The rest is asked for by the thread itself.
      if (!known) openThread(next.conversationId).take(entries, next.headSeq);
      conversation.value = next;
      thread.peek()!.peerRead(next.readByAgentSeq);
      thread.peek()!.readElsewhere(next.readByVisitorSeq);
    });
    tellChange(core, now, next);
    powers.remember(next.conversationId);
  }

  function takeEntries(entries: readonly Entry[], headSeq: number, known: boolean) {
    thread.peek()?.take(entries, headSeq);
    for (const entry of entries) {
      if (entry.seq <= arrivedSeq) continue;
      arrivedSeq = entry.seq;
      if (!known && entry.author.kind !== 'visitor') powers.arrived(entry);
    }
  }

  if (start) openThread(start.conversationId);

  const undo = [
    line.on('entry:added', ({ entry, headSeq }) => {
      if (entry.conversationId === conversation.peek()?.conversationId) takeEntries([entry], headSeq, false);
    }),
    line.on('conversation:changed', (next) => take(next)),
    line.on('typing:told', (typing) => {
      if (typing.conversationId === conversation.peek()?.conversationId)
        thread.peek()?.peerTyped(typing.on, typing.agentName);
    }),
    outbox.onSent((draft, receipt) =>
      core.emit('message:delivered', { clientId: draft.clientId, seq: receipt.seq }, draft.conversationId),
    ),
  ];

  return {
    conversation,
    thread,
    outbox,
    unread: computed(() => thread.value?.unread.value ?? 0),
    have: () => ({
      conversationId: conversation.peek()?.conversationId ?? powers.kept(),
      afterSeq: thread.peek()?.haveSeq ?? 0,
    }),
    /** `known`: history after a page load; nobody needs to be told of it. */
    welcomed({ conversation: next, entries }: VisitorWelcome, known: boolean) {
      if (next) {
        take(next, entries);
        takeEntries(entries, next.headSeq, known);
        if (known) arrivedSeq = Math.max(arrivedSeq, next.headSeq);
      } else if (!start) {
        batch(() => {
          conversation.value = null;
          thread.peek()?.close();
          thread.value = null;
        });
      }
      if (start) void begin();
      outbox.flush();
    },
    /** For the conversation that the next first message begins. */
    wish(more: Partial<Start>) {
      wish = { ...wish, ...more };
    },
    /** Begins now, without waiting for a message. */
    async startNow(more: Partial<Start>): Promise<string> {
      const now = conversation.peek();
      if (now && now.status !== 'ended' && !more.invitationToken) return now.conversationId;
      const { conversationId } = wanted(more);
      await begin();
      return conversationId;
    },
    send(text: string): Answer<void> {
      if (!text.trim()) return no('malformed');
      if (!thread.peek() || conversation.peek()?.status === 'ended') wanted({});
      const answer = thread.peek()!.send(text.trim());
      const sent = outbox.waiting.at(-1);
      if (answer.ok && sent) core.emit('message:sent', { clientId: sent.clientId }, sent.conversationId);
      return answer;
    },
    async end() {
      const now = conversation.peek();
      if (!now || now.status === 'ended') return;
      const answer = await line.ask('conversation:end', { conversationId: now.conversationId });
      if (answer.ok) take({ ...now, ...conversation.peek(), status: 'ended' });
    },
    /** Puts an ended conversation aside, so that a new one can begin. */
    anew() {
      batch(() => {
        conversation.value = null;
        thread.peek()?.close();
        thread.value = null;
      });
    },
    close() {
      for (const step of undo) step();
      thread.peek()?.close();
      outbox.close();
    },
  };
}

export type Talk = ReturnType<typeof createTalk>;

function readStart(text: string | null): Start | null {
  try {
    const kept = JSON.parse(text ?? 'null') as Start | null;
    return typeof kept?.conversationId === 'string' ? kept : null;
  } catch {
    return null;
  }
}
