import type { Entry } from '@theke/protocol';
import type { ThreadState, Underway } from './state.ts';

/** What a screen shows for one line: an entry of the server, or a message of mine still on its way. */
export interface ThreadLine {
  /** Stable from draft to entry, so that a screen never redraws a line as another. */
  key: string;
  entry?: Entry;
  outgoing?: Underway;
  mine: boolean;
  state?: 'queued' | 'sending' | 'failed' | 'sent' | 'read';
  at: number;
}

export type Side = 'visitor' | 'agent';

/** Entries in their order, then what is on its way. A message already acknowledged is never shown twice. */
export function threadLines(state: ThreadState, underway: readonly Underway[], mySide: Side): ThreadLine[] {
  const arrived = new Set<string>();
  const lines = state.entries.map((entry): ThreadLine => {
    if (entry.clientId) arrived.add(entry.clientId);
    const mine = entry.author.kind === mySide;
    const line: ThreadLine = { key: entry.clientId ?? entry.id, entry, mine, at: entry.at };
    if (mine) line.state = entry.seq <= state.readByPeerSeq ? 'read' : 'sent';
    return line;
  });
  for (const outgoing of underway) {
    if (arrived.has(outgoing.clientId)) continue;
    lines.push({ key: outgoing.clientId, outgoing, mine: true, state: outgoing.state, at: outgoing.at });
  }
  return lines;
}

/** How many lines of the other side I have not read. Quiet event lines do not count. */
export function unreadCount(state: ThreadState, mySide: Side): number {
  const isTheirs = (entry: Entry) => entry.author.kind !== mySide && entry.body.type !== 'event';
  return state.entries.filter((entry) => entry.seq > state.readByMeSeq && isTheirs(entry)).length;
}
