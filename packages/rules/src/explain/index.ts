export type { Edge } from '../engine/edges.ts';
export type { Inside } from '../engine/inside.ts';
export type { Truth } from '../engine/truth.ts';
export type { Blocker } from './blockers.ts';
export {
  type ExplainedNode,
  type Explanation,
  edges,
  explainAll,
  explainRule,
  ruleStates,
} from './explain.ts';
