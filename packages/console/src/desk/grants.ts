import type { ActingCapability, GrantStand, Share } from '@theke/protocol';
import type { AskedState } from './lists.ts';

/** How one capability stands for this agent. */
export interface Standing {
  stands: AskedState;
  /** The colleague who may do it now; a yes of the visitor hands it over. */
  heldBy: string | null;
}

const words: Record<GrantStand, AskedState> = { off: 'free', asked: 'asked', on: 'on', refused: 'refused' };

/** Where the grants are a colleague's, mine is at most a question: whether the acting passes to me. */
export function standingOf(share: Share, meId: string, capability: ActingCapability): Standing {
  const stand = share.grants[capability];
  if (share.actor.agentId === meId) return { stands: words[stand], heldBy: null };
  const { handover } = share;
  const isAsked = handover?.agent.agentId === meId && handover.capability === capability;
  return { stands: isAsked ? 'asked' : 'free', heldBy: stand === 'on' ? share.actor.name : null };
}

/** What this agent may do on the visitor's page right now. Everything rests while the visitor shows nothing. */
export type May = Record<ActingCapability, boolean>;

export const nothingAllowed: May = { point: false, control: false, fill: false };

export function mayOn(share: Share | null, meId: string): May {
  if (share?.phase !== 'on' || share.paused || share.actor.agentId !== meId) return nothingAllowed;
  const { point, control, fill } = share.grants;
  return { point: point === 'on', control: control === 'on', fill: fill === 'on' };
}

/** Everybody else who looks at this page. */
export const othersLooking = (share: Share, meId: string): string[] =>
  share.viewers.filter((face) => face.agentId !== meId).map((face) => face.name);
