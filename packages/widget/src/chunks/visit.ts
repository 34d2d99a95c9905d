export { comeUp } from '../invite/comeUp.ts';
export { shareMemory } from '../invite/share.ts';
export { visitFacts } from '../invite/visit.ts';
