import * as v from 'valibot';
import { id, seq } from './words.ts';

const media = { microphone: v.boolean(), camera: v.boolean(), screen: v.boolean() };

export const callMedia = v.object(media);
export const callMediaTold = v.object({ callId: id, ...media });
export const callJoin = v.object({ callId: id, media: callMedia });

export const signal = v.object({
  callId: id,
  epoch: seq,
  n: seq,
  description: v.optional(
    v.object({ type: v.picklist(['offer', 'answer']), sdp: v.pipe(v.string(), v.maxLength(40_000)) }),
  ),
  candidate: v.optional(
    v.object({
      candidate: v.pipe(v.string(), v.maxLength(2_000)),
      sdpMid: v.nullable(v.pipe(v.string(), v.maxLength(64))),
      sdpMLineIndex: v.nullable(v.pipe(v.number(), v.integer(), v.minValue(0), v.maxValue(64))),
      usernameFragment: v.optional(v.nullable(v.pipe(v.string(), v.maxLength(256)))),
    }),
  ),
  restart: v.optional(v.literal(true)),
});
