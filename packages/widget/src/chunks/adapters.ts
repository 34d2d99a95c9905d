export { startAdapter } from '../invite/adapters/adapters.ts';
