import type { Outcome } from './events.ts';

/** Something that happened to a rule. `lostTo`: it became true while `to` was asked for or shown. */
export interface Edge {
  atMs: number;
  ruleId: string;
  what: 'true' | 'false' | 'asked' | 'denied' | 'shown' | 'shadow' | 'dropped' | 'lostTo' | Outcome;
  to?: string;
}

/** So many are kept, the newest. */
export const maxEdges = 200;

/** Written over from the beginning once it is full: forgetting costs nothing. */
export interface Ring {
  edges: Edge[];
  /** How many there were. */
  count: number;
}
