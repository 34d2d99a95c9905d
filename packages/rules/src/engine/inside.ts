import type { Rule } from '../rule/nodes.ts';
import type { Ring } from './edges.ts';
import type { Gates } from './gates.ts';
import type { Pasts } from './graph.ts';
import type { Predicates } from './leaf.ts';
import type { Visit } from './visit.ts';

/** An engine opened up for `@theke/rules/explain`. To be used at once and not kept; no promise is made about what is in it. */
export interface Inside {
  /** By rank. */
  readonly rules: readonly Rule[];
  readonly visit: Visit;
  readonly gates: Gates;
  readonly pasts: Pasts;
  readonly predicates: Predicates;
  readonly nowMs: number;
  readonly ring: Ring;
}
