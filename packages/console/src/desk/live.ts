import type { Line } from '@theke/line';
import type { LiveAsks, LiveTells } from '@theke/protocol';

/** The live lane of one shared page. */
export type LiveLine = Line<LiveAsks, LiveTells>;
