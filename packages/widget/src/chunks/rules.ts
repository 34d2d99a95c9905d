export { startRules } from '../invite/startRules.ts';
