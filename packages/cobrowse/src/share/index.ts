export { type SharePowers, type ShareSession, type ShareStats, startShare } from './session.ts';
export type { HiddenBox, Surface } from './surface.ts';
export type { Foreign } from './watch/foreign.ts';
