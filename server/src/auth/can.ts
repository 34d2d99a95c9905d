import type { Role } from '@theke/protocol';

/** What somebody may do. The whole list: an act without a row is allowed to nobody. */
export const acts = [
  'conversation:see',
  'conversation:accept',
  'conversation:write',
  'conversation:close',
  'contact:change',
  'share:ask',
  'call:start',
  'handoff:create',
  'report:read',
  'agent:manage',
  'site:manage',
  'rules:write',
  'visitor:invite',
  'visitor:explain',
  'audit:read',
] as const;
export type Act = (typeof acts)[number];

/** As much of a thing as authorisation needs to know. */
export type Thing =
  | { kind: 'conversation'; status: string; agentId: string | null; skill: string | null; reservedFor: string | null }
  | { kind: 'contact'; mine: boolean }
  | { kind: 'server' };

/** As much of a person as authorisation needs to know. */
export interface Person {
  agentId: string;
  role: Role;
  skills: readonly string[];
}

/**
 * The one place that says who may do what. Pure: facts in, verdict out. Deny by default.
 * Reservations have run out already by the time they come here as null.
 */
export function can(person: Person, act: Act, thing: Thing): boolean {
  const oversees = person.role !== 'agent';
  if (thing.kind === 'server') {
    if (act === 'report:read' || act === 'rules:write') return oversees;
    if (act === 'visitor:invite' || act === 'visitor:explain') return true;
    return person.role === 'admin' && (act === 'agent:manage' || act === 'site:manage' || act === 'audit:read');
  }
  if (thing.kind === 'contact') return act === 'contact:change' && (thing.mine || oversees);

  const mine = thing.agentId === person.agentId;
  const fits = thing.skill === null || person.skills.includes(thing.skill);
  const keptForOther = thing.reservedFor !== null && thing.reservedFor !== person.agentId;
  const offered = thing.status === 'waiting' && !keptForOther && (fits || thing.reservedFor === person.agentId);
  switch (act) {
    case 'conversation:see':
      return mine || offered || oversees;
    case 'conversation:accept':
      return offered || (thing.status === 'waiting' && oversees);
    case 'conversation:write':
      // A supervisor steps in under their own name; nobody writes before the conversation is taken.
      return thing.status === 'active' && (mine || oversees);
    case 'conversation:close':
      return (thing.status === 'active' && mine) || oversees;
    case 'share:ask':
    case 'call:start':
    case 'handoff:create':
      return thing.status === 'active' && mine;
    default:
      return false;
  }
}
