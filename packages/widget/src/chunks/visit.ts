export { visitFacts } from '../invite/visit.ts';
