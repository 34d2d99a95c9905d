export { startView, type ViewPowers, type ViewSession, type ViewState, type ViewStats } from './session.ts';
export type { AssetUrl } from './taste.ts';
