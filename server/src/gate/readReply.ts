import { limits } from '@theke/protocol';
import { actOutcome, aim } from '@theke/protocol/schema';
import * as v from 'valibot';
import type { LiveQuestions } from '../powers.ts';
import { weigh } from './weigh.ts';

/** A yes is all that is of use; a no, or anything else, is no answer. */
const replies = {
  'act:aimed': v.object({ ok: v.literal(true), value: aim }),
  'act:tried': v.object({ ok: v.literal(true), value: actOutcome }),
  'pulse:felt': v.object({ ok: v.literal(true), value: v.optional(v.unknown()) }),
} satisfies { [K in keyof LiveQuestions]: v.GenericSchema };

/** Checks what a browser answered as strictly as what browsers ask. Null: not an answer to this. */
export function readReply<K extends keyof LiveQuestions>(
  event: K,
  raw: unknown,
): { answer: LiveQuestions[K]['answer'] } | null {
  if (weigh(raw, limits.eventBytes) !== 'fine') return null;
  const parsed = v.safeParse(replies[event], raw, { abortEarly: true });
  return parsed.success ? { answer: parsed.output.value as LiveQuestions[K]['answer'] } : null;
}
