import { createThread, type MessageQueue, type Thread } from '@theke/chat';
import type { Clock } from '@theke/kit';
import type { Line } from '@theke/line';
import type { AgentAsks, AgentTells, DeskConversation, Entry } from '@theke/protocol';
import { type ReadonlySignal, signal } from './signals.ts';

/** One thread for each conversation of mine, as long as it is on the desk. */
export interface Threads {
  readonly all: ReadonlySignal<ReadonlyMap<string, Thread>>;
  /** Opens threads for what is new, closes what has gone, asks for what each one misses. */
  follow(mine: readonly DeskConversation[]): void;
  take(entry: Entry, headSeq: number): void;
  typed(conversationId: string, on: boolean, name: string): void;
  close(): void;
}

/** Makes {@link Threads}. The line answers resumes; messages leave by the one outbox of this agent. */
export function createThreads(powers: {
  line: Line<AgentAsks, AgentTells>;
  outbox: MessageQueue;
  clock: Clock;
}): Threads {
  const { line, outbox, clock } = powers;
  const all = signal<ReadonlyMap<string, Thread>>(new Map());

  const open = (conversationId: string) =>
    createThread({
      conversationId,
      mySide: 'agent',
      outbox,
      clock,
      resume: (afterSeq) => line.ask('conversation:resume', { conversationId, afterSeq }),
      tellTyping: (on) => line.tell('typing:tell', { conversationId, on }),
      tellRead: (seq) => void line.ask('message:read', { conversationId, seq }),
    });

  return {
    all,
    follow(mine) {
      const next = new Map<string, Thread>();
      let changed = mine.length !== all.value.size;
      for (const one of mine) {
        const known = all.value.get(one.conversationId);
        changed ||= !known;
        const thread = known ?? open(one.conversationId);
        thread.readElsewhere(one.readByAgentSeq);
        thread.peerRead(one.readByVisitorSeq);
        // No entries, but the newest number: whatever is missing is asked for, on arrival as after a lost line.
        if (one.headSeq > thread.haveSeq) thread.take([], one.headSeq);
        next.set(one.conversationId, thread);
      }
      for (const [id, thread] of all.value) if (!next.has(id)) thread.close();
      if (changed) all.value = next;
    },
    take: (entry, headSeq) => all.value.get(entry.conversationId)?.take([entry], headSeq),
    typed: (conversationId, on, name) => all.value.get(conversationId)?.peerTyped(on, name),
    close() {
      for (const thread of all.value.values()) thread.close();
      all.value = new Map();
    },
  };
}
