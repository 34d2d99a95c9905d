export { type SharePowers, type ShareSession, type ShareStats, startShare } from './session.ts';
