import * as v from 'valibot';
import { limits } from '../limits.ts';
import type { LiveAsks } from '../live.ts';
import type { AskInput } from '../wire.ts';
import { id, pixels, seq } from './words.ts';

const which = v.object({ shareId: id });

/** One schema for each event of the live namespace. */
export const liveSchemas = {
  'share:join': which,
  'page:chunk': v.object({
    shareId: id,
    stream: seq,
    seq,
    // Node's Buffer and the browser's Uint8Array alike.
    bytes: v.pipe(
      v.instance(Uint8Array),
      v.check((bytes) => bytes.byteLength <= limits.pageChunkBytes, 'is too large'),
    ),
  }),
  'picture:want': which,
  'pointer:move': v.object({ shareId: id, x: pixels, y: pixels, inside: v.boolean() }),
  'highlight:set': v.object({ shareId: id, node: v.nullable(seq) }),
} satisfies { [K in keyof LiveAsks]: v.GenericSchema<unknown, AskInput<LiveAsks, K>> };
