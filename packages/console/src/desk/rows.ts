import type { ThreadLine } from '@theke/chat';
import type { DeskConversation } from '@theke/protocol';
import { dayKey } from '../format/time.ts';

export type MessageRowModel = {
  type: 'message';
  key: string;
  line: ThreadLine;
  /** Says who and when: the speaker changed, or the same one began anew. */
  first: boolean;
  /** Ends a run of one speaker. */
  last: boolean;
  /** The channel it came from or went to, when that is not the shop's page. */
  channel: string | null;
  /** Tells how far it has come: the newest of mine, and whatever is not simply sent. */
  showsState: boolean;
};

export type ThreadRow =
  | { type: 'day'; key: string; at: number }
  | { type: 'event'; key: string; line: ThreadLine }
  | MessageRowModel;

// After a pause this long the same person has, for a reader, begun anew.
const sameRunMs = 5 * 60_000;

/** A thread as rows of a screen: day marks, events, messages gathered into runs of one speaker. */
export function threadRows(lines: readonly ThreadLine[]): ThreadRow[] {
  const rows: ThreadRow[] = [];
  const newestMine = lines.findLast((line) => line.mine && isMessage(line));
  let before: ThreadLine | null = null;
  for (const line of lines) {
    const newDay = !before || dayKey(before.at) !== dayKey(line.at);
    if (newDay) rows.push({ type: 'day', key: `day-${dayKey(line.at)}`, at: line.at });
    if (!isMessage(line)) {
      rows.push({ type: 'event', key: line.key, line });
    } else {
      const first = newDay || !before || !sameRun(before, line);
      const previous = rows.at(-1);
      if (!first && previous?.type === 'message') previous.last = false;
      const delivery = line.entry?.delivery;
      const settled = line.state === 'sent' || line.state === 'read';
      const showsState =
        line.mine && (line === newestMine || !settled || (delivery !== undefined && delivery !== 'sent'));
      rows.push({ type: 'message', key: line.key, line, first, last: true, channel: channelOf(line), showsState });
    }
    before = line;
  }
  return rows;
}

/** What the accepted invitation offered beyond talking, until it was begun once, or is being begun; null: nothing is open. */
export function openWish(
  { wish, call, share }: Pick<DeskConversation, 'wish' | 'call' | 'share'>,
  lines: readonly ThreadLine[],
): 'call' | 'share' | null {
  if (!wish || (wish === 'call' ? call : share?.phase === 'on')) return null;
  const begun = wish === 'call' ? 'callStarted' : 'shareStarted';
  const isDone = lines.some(({ entry }) => entry?.body.type === 'event' && entry.body.event.type === begun);
  return isDone ? null : wish;
}

const isMessage = (line: ThreadLine) => line.entry?.body.type !== 'event';

function sameRun(a: ThreadLine, b: ThreadLine): boolean {
  if (!isMessage(a) || b.at - a.at > sameRunMs) return false;
  return speaker(a) === speaker(b) && channelOf(a) === channelOf(b);
}

function speaker(line: ThreadLine): string {
  const author = line.entry?.author;
  // My own messages on their way, and just acknowledged, have no full author yet.
  if (line.mine && (!author || (author.kind === 'agent' && !author.agentId))) return 'agent:mine';
  if (author?.kind === 'agent') return line.mine ? `agent:${author.name}` : 'agent';
  // Before and after the hand-off it is the same customer.
  return author?.kind === 'system' ? 'system' : 'customer';
}

/** Name of another channel's leg, or null on the shop's own page. */
export function channelOf(line: ThreadLine): string | null {
  const leg = line.entry?.leg;
  if (!leg || leg.kind === 'web') return null;
  return leg.channelName ?? leg.kind;
}
