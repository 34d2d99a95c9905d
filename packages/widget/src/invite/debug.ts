import type { Core } from '../core.ts';
import { startOverlay } from './overlay/overlay.ts';
import type { RadarInside } from './radar.ts';

const shown = new WeakMap<Core, () => void>();

/** Puts up the overlay for the shop's developer; a second call begins it anew. Called where it is allowed. */
export function startDebug(core: Core, radar: RadarInside): void {
  shown.get(core)?.();
  shown.set(core, startOverlay(radar));
}
