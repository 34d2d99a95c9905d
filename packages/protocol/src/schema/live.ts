import * as v from 'valibot';
import { limits } from '../limits.ts';
import type { LiveAsks } from '../live.ts';
import type { AskInput } from '../wire.ts';
import { actTry, fieldNews } from './act.ts';
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
    only: v.optional(v.pipe(v.array(id), v.maxLength(limits.viewers))),
  }),
  'picture:want': which,
  'page:front': v.object({ shareId: id, on: v.boolean() }),
  'pointer:move': v.object({ shareId: id, x: pixels, y: pixels, inside: v.boolean(), laser: v.optional(v.boolean()) }),
  'highlight:set': v.object({ shareId: id, node: v.nullable(seq) }),
  'stroke:draw': v.object({
    shareId: id,
    strokeId: id,
    points: v.pipe(v.array(pixels), v.maxLength(limits.strokePoints)),
    done: v.boolean(),
  }),
  'lead:scroll': v.object({ shareId: id, node: v.nullable(seq), left: pixels, top: pixels }),
  'follow:set': v.object({ shareId: id, on: v.boolean() }),
  'media:step': v.object({
    shareId: id,
    entryId: id,
    playing: v.boolean(),
    atMs: v.pipe(v.number(), v.minValue(0), v.maxValue(86_400_000)),
  }),
  'act:try': actTry,
  'field:tell': fieldNews,
  'share:pulse': which,
} satisfies { [K in keyof LiveAsks]: v.GenericSchema<unknown, AskInput<LiveAsks, K>> };
