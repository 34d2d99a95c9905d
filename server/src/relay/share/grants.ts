import type { ActingCapability, ActWhy, GrantStand } from '@theke/protocol';

/** A question that nobody answers in this time was not heard. */
export const askedForMs = 60_000;
export const actingCapabilities = ['point', 'control', 'fill'] as const satisfies readonly ActingCapability[];

/** What the visitor of a share that is on allows, and to whom. */
export interface Grants {
  /** The one agent who may act. */
  actor: string;
  stands: Record<ActingCapability, GrantStand>;
  askedAt: Partial<Record<ActingCapability, number>>;
  /** A viewer who is not the actor asks to become it. One at a time. */
  handover: { agentId: string; capability: ActingCapability; askedAt: number } | null;
  paused: boolean;
}

/** Agents can make `asked` and `released`; `answered`, `withdrawn` and `paused` are the visitor's own. */
export type GrantEvent =
  | { type: 'asked'; agentId: string; capability: ActingCapability; atMs: number }
  | { type: 'answered'; agentId: string; capability: ActingCapability; allow: boolean }
  | { type: 'withdrawn'; capability: ActingCapability }
  | { type: 'released'; agentId: string; capability: ActingCapability }
  | { type: 'expired'; nowMs: number }
  /** Acting ends, looking and pointing go on: nobody was there, or nothing was done for long. */
  | { type: 'rested' }
  /** A viewer looks no longer; `owner` is whose share it is. */
  | { type: 'left'; agentId: string; owner: string }
  | { type: 'paused'; on: boolean };

/** Grants of a share that has just been allowed: the agent may look and point. */
export const firstGrants = (actor: string): Grants => ({
  actor,
  stands: { point: 'on', control: 'off', fill: 'off' },
  askedAt: {},
  handover: null,
  paused: false,
});

/** The next state; the same object when the event changes nothing. */
export function nextGrants(grants: Grants, event: GrantEvent): Grants {
  switch (event.type) {
    case 'asked':
      return asked(grants, event);
    case 'answered':
      return answered(grants, event);
    case 'withdrawn': {
      const handover = grants.handover?.capability === event.capability ? null : grants.handover;
      const next = set(grants, event.capability, 'off');
      return handover === grants.handover ? next : { ...next, handover };
    }
    case 'released':
      if (event.agentId === grants.handover?.agentId && event.capability === grants.handover.capability)
        return { ...grants, handover: null };
      // What the visitor refused stays refused: taking back is not asking anew.
      if (event.agentId !== grants.actor || grants.stands[event.capability] === 'refused') return grants;
      return set(grants, event.capability, 'off');
    case 'expired':
      return expired(grants, event.nowMs);
    case 'rested':
      return set(set(grants, 'control', 'off'), 'fill', 'off');
    case 'left': {
      const rest = grants.handover?.agentId === event.agentId ? { ...grants, handover: null } : grants;
      if (rest.actor !== event.agentId || rest.actor === event.owner) return rest;
      return { ...set(set(rest, 'control', 'off'), 'fill', 'off'), actor: event.owner };
    }
    case 'paused':
      return grants.paused === event.on ? grants : { ...grants, paused: event.on };
  }
}

/** Why this agent may not do this now; null when they may. */
export function mayNot(grants: Grants, agentId: string, capability: ActingCapability): ActWhy | null {
  if (grants.actor !== agentId || grants.stands[capability] !== 'on') return 'notGranted';
  return grants.paused ? 'paused' : null;
}

function set(grants: Grants, capability: ActingCapability, stand: GrantStand, askedAt?: number): Grants {
  if (grants.stands[capability] === stand) return grants;
  const { [capability]: _, ...others } = grants.askedAt;
  return {
    ...grants,
    stands: { ...grants.stands, [capability]: stand },
    askedAt: askedAt === undefined ? others : { ...others, [capability]: askedAt },
  };
}

function asked(grants: Grants, event: GrantEvent & { type: 'asked' }): Grants {
  const { agentId, capability, atMs } = event;
  if (agentId === grants.actor)
    return grants.stands[capability] === 'on' ? grants : set(grants, capability, 'asked', atMs);
  // The first who asks is answered first; a second question over it would be answered by mistake.
  return grants.handover ? grants : { ...grants, handover: { agentId, capability, askedAt: atMs } };
}

function answered(grants: Grants, event: GrantEvent & { type: 'answered' }): Grants {
  const { agentId, capability, allow } = event;
  if (agentId === grants.actor)
    return grants.stands[capability] === 'asked' ? set(grants, capability, allow ? 'on' : 'refused') : grants;
  if (grants.handover?.agentId !== agentId || grants.handover.capability !== capability) return grants;
  if (!allow) return { ...grants, handover: null };
  const stands = { ...firstGrants(agentId).stands, point: grants.stands.point, [capability]: 'on' as const };
  return { ...grants, actor: agentId, stands, askedAt: {}, handover: null };
}

function expired(grants: Grants, nowMs: number): Grants {
  // A server whose clock was set back would otherwise keep a question for years.
  const isOver = (atMs: number | undefined) => atMs === undefined || Math.abs(nowMs - atMs) >= askedForMs;
  let next = grants;
  for (const capability of actingCapabilities) {
    if (grants.stands[capability] === 'asked' && isOver(grants.askedAt[capability]))
      next = set(next, capability, 'off');
  }
  return next.handover && isOver(next.handover.askedAt) ? { ...next, handover: null } : next;
}
