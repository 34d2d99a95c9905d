export { refuse } from '../api/refuse.ts';
