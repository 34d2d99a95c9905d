import type { DeskConversation, Share, Visit } from '@theke/protocol';
import type { DeskState } from './state.ts';

const byText = (a: string, b: string) => (a < b ? -1 : a > b ? 1 : 0);

/** When somebody began to wait. */
export const waitingSince = (one: DeskConversation): number => one.waitingSinceAt ?? one.startedAt;

/** Who waits, longest first: newcomers join at the end, so nothing moves under the hand. */
export const queueOf = (state: DeskState): DeskConversation[] =>
  [...state.conversations.values()]
    .filter((one) => one.status === 'waiting')
    .sort((a, b) => waitingSince(a) - waitingSince(b) || byText(a.conversationId, b.conversationId));

/** Nobody else's. One whose agent is not known any more has been mine. */
export const isMine = (state: DeskState, one: DeskConversation): boolean =>
  !one.agent || one.agent.agentId === state.me.agentId;

const taken = (state: DeskState): DeskConversation[] =>
  [...state.conversations.values()]
    .filter((one) => one.status !== 'waiting')
    .sort((a, b) => a.startedAt - b.startedAt || byText(a.conversationId, b.conversationId));

/** My conversations in the order they began: activity never reorders them, a badge tells instead. */
export const mineOf = (state: DeskState): DeskConversation[] => taken(state).filter((one) => isMine(state, one));

/** Those of colleagues, for who oversees. */
export const othersOf = (state: DeskState): DeskConversation[] => taken(state).filter((one) => !isMine(state, one));

/** The shared page that is on the stage: the one looked on at, or the open conversation's. */
export function stagedOf(state: DeskState): Share | null {
  if (state.watchOpen && state.watching) return state.watching;
  const open = openOf(state);
  return open && open.share?.phase === 'on' && isMine(state, open) ? open.share : null;
}

/** Who is on the site, longest first. */
export const visitsOf = (state: DeskState): Visit[] =>
  [...state.visits.values()].sort((a, b) => a.visitSinceAt - b.visitSinceAt || byText(a.visitorId, b.visitorId));

export const openOf = (state: DeskState): DeskConversation | null =>
  (state.openId && state.conversations.get(state.openId)) || null;

/** The conversation before or after the open one, around the ends. */
export function neighbour(state: DeskState, step: 1 | -1): string | null {
  const ids = mineOf(state).map((one) => one.conversationId);
  if (!ids.length) return null;
  const at = state.openId ? ids.indexOf(state.openId) : -1;
  if (at < 0) return (step === 1 ? ids[0] : ids.at(-1)) ?? null;
  return ids[(at + step + ids.length) % ids.length] ?? null;
}

/** How a capability stands: the words on its button. */
export type AskedState = 'free' | 'asked' | 'refused' | 'on';

/** A declined question may be put again; an ended share is as if there had been none. */
export function shareStands(share: Share | null): AskedState {
  if (!share) return 'free';
  if (share.phase === 'asked') return 'asked';
  if (share.phase === 'on') return 'on';
  return share.why === 'declined' ? 'refused' : 'free';
}

export type Row = { id: string; present: boolean };

/**
 * Order of a list while a hand is over it: what is there stays in its place even when it goes, what comes joins the
 * end. Otherwise a click meant for one visitor would accept another.
 */
export function heldRows(before: readonly Row[], ids: readonly string[], held: boolean): Row[] {
  if (!held) return ids.map((id) => ({ id, present: true }));
  const here = new Set(ids);
  const kept = before.map((row) => ({ id: row.id, present: here.has(row.id) }));
  const known = new Set(before.map((row) => row.id));
  return [...kept, ...ids.filter((id) => !known.has(id)).map((id) => ({ id, present: true }))];
}
