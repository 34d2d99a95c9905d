import type { CallEnd } from '@theke/protocol';

/** Why a call is over: a closed list. A refused camera is not in it, because a call goes on without. */
export type EndReason = CallEnd;

/**
 * A call as one side sees it; the screen is a function of this. `sinceMs` is when the two first saw each other
 * (in `ringing` and `away`: when that began). `ended` is final: the next call is a new session.
 */
export type CallState =
  | { phase: 'idle' }
  | { phase: 'ringing'; direction: 'in' | 'out'; peer: string; sinceMs: number }
  | { phase: 'preparing'; peer: string }
  | { phase: 'linking'; peer: string; sinceMs: number | null }
  | { phase: 'live'; peer: string; sinceMs: number }
  | { phase: 'unstable'; peer: string; sinceMs: number }
  | { phase: 'restarting'; peer: string; sinceMs: number }
  | { phase: 'away'; peer: string; sinceMs: number; liveSinceMs: number | null }
  | { phase: 'ended'; why: EndReason };

/** What can happen to a call. `resumed` is a page that comes back into a running one. */
export type CallEvent =
  | { type: 'rang'; direction: 'in' | 'out'; peer: string; atMs: number }
  | { type: 'accepted' }
  | { type: 'resumed'; peer: string }
  | { type: 'joined' }
  | { type: 'connected'; atMs: number }
  | { type: 'shaken' }
  | { type: 'restarted' }
  | { type: 'left'; atMs: number }
  | { type: 'ended'; why: EndReason };

/** The next state. An event that does not fit changes nothing: it came late, and late is normal. */
export function nextCall(state: CallState, event: CallEvent): CallState {
  if (state.phase === 'ended') return state;
  switch (event.type) {
    case 'rang':
      if (state.phase !== 'idle') return state;
      return { phase: 'ringing', direction: event.direction, peer: event.peer, sinceMs: event.atMs };
    case 'accepted':
      return state.phase === 'ringing' && state.direction === 'in' ? { phase: 'preparing', peer: state.peer } : state;
    case 'resumed':
      return state.phase === 'idle' ? { phase: 'preparing', peer: event.peer } : state;
    case 'joined':
      return afterJoining(state);
    case 'connected':
      return afterConnecting(state, event.atMs);
    case 'shaken':
      return state.phase === 'live' ? { ...state, phase: 'unstable' } : state;
    case 'restarted':
      return state.phase === 'live' || state.phase === 'unstable' ? { ...state, phase: 'restarting' } : state;
    case 'left':
      return isLinked(state)
        ? { phase: 'away', peer: state.peer, sinceMs: event.atMs, liveSinceMs: state.sinceMs }
        : state;
    case 'ended':
      return { phase: 'ended', why: event.why };
  }
}

type Linked = Extract<CallState, { phase: 'linking' | 'live' | 'unstable' | 'restarting' }>;

/** Whether two browsers are, or are getting, in touch: a link exists in these phases only. */
export function isLinked(state: CallState): state is Linked {
  return ['linking', 'live', 'unstable', 'restarting'].includes(state.phase);
}

function afterJoining(state: CallState): CallState {
  if (state.phase === 'idle' || state.phase === 'ended') return state;
  if (state.phase === 'ringing' && state.direction === 'in') return state;
  // The clock of the call goes on over a page load: for the people it is the same call.
  const sinceMs = state.phase === 'away' ? state.liveSinceMs : isLinked(state) ? state.sinceMs : null;
  return { phase: 'linking', peer: state.peer, sinceMs };
}

function afterConnecting(state: CallState, atMs: number): CallState {
  if (!isLinked(state)) return state;
  return state.phase === 'live' ? state : { phase: 'live', peer: state.peer, sinceMs: state.sinceMs ?? atMs };
}
