import type { Draft, Entry, RefusalCode } from '@theke/protocol';

/** A message on its way, as whoever sends for us keeps it. */
export interface Underway extends Draft {
  state: 'queued' | 'sending' | 'failed';
  at: number;
  refusal?: RefusalCode;
}

/** One conversation as one side keeps it. Entries stand in the order of their seq, without holes. */
export interface ThreadState {
  entries: readonly Entry[];
  /** Newest seq known to exist on the server. Above the last entry's: something is missing. */
  headSeq: number;
  /** Came before what lies between; waits here until the hole is filled. */
  early: readonly Entry[];
  readByMeSeq: number;
  readByPeerSeq: number;
}

export type ThreadEvent =
  | { type: 'took'; entries: readonly Entry[]; headSeq: number }
  | { type: 'readByMe'; seq: number }
  | { type: 'readByPeer'; seq: number };

export const emptyThread: ThreadState = { entries: [], headSeq: 0, early: [], readByMeSeq: 0, readByPeerSeq: 0 };

/** The last seq held without a hole: what a resume asks from. */
export const haveSeq = (state: ThreadState): number => state.entries.at(-1)?.seq ?? 0;

/** Entries may come doubled and in any order; they are laid into place, changed ones (delivery) replace the old. */
export function nextThread(state: ThreadState, event: ThreadEvent): ThreadState {
  switch (event.type) {
    case 'took':
      return take(state, event.entries, event.headSeq);
    case 'readByMe':
      return event.seq > state.readByMeSeq ? { ...state, readByMeSeq: event.seq } : state;
    case 'readByPeer':
      return event.seq > state.readByPeerSeq ? { ...state, readByPeerSeq: event.seq } : state;
  }
}

function take(state: ThreadState, incoming: readonly Entry[], headSeq: number): ThreadState {
  const bySeq = new Map<number, Entry>();
  for (const entry of [...state.entries, ...state.early, ...incoming]) bySeq.set(entry.seq, entry);
  const entries: Entry[] = [];
  while (bySeq.has(entries.length + 1)) entries.push(bySeq.get(entries.length + 1)!);
  const early = [...bySeq.values()].filter((entry) => entry.seq > entries.length).sort((a, b) => a.seq - b.seq);
  const known = Math.max(state.headSeq, headSeq, early.at(-1)?.seq ?? 0, entries.length);
  return { ...state, entries, early, headSeq: known };
}
