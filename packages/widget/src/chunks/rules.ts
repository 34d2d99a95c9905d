import { systemClock } from '@theke/kit';
import type { Core, Rules } from '../core.ts';
import { createRadar } from '../invite/radar.ts';

/** Entry of the rules chunk: the engine, fed by the page. Needs no network. */
export const startRules = (core: Core): Rules => createRadar(core, systemClock());
