import { type Answer, limits, no, yes } from '@theke/protocol';
import * as v from 'valibot';
import { weigh } from './weigh.ts';

/** Events whose answer nobody waits for: the live lane and what may be lost. */
export const unanswered: ReadonlySet<string> = new Set([
  'typing:tell',
  'page:leave',
  'picture:want',
  'pointer:move',
  'highlight:set',
  'page:front',
  'stroke:draw',
  'lead:scroll',
  'follow:set',
  'media:step',
  'field:tell',
]);

/** Events that carry more than a few fields: as many characters and as deep as what they carry may be. */
const roomy: Readonly<Record<string, { chars: number; depth: number }>> = {
  // A rule of eight conditions one inside the other, with the largest text a rule may have.
  'rules:write': { chars: 80_000, depth: 32 },
};

export type Schemas = Record<string, v.GenericSchema>;

/** Splits what arrived into the value and the acknowledgement, whatever a stranger sent. */
export function splitArguments(args: readonly unknown[]): {
  values: readonly unknown[];
  reply?: (answer: unknown) => void;
} {
  const last = args.at(-1);
  if (typeof last !== 'function') return { values: args };
  return { values: args.slice(0, -1), reply: last as (answer: unknown) => void };
}

/** Checks one arrived value against the event's schema. Everything behind this line is typed. */
export function readInput(schema: v.GenericSchema, values: readonly unknown[], event = ''): Answer<unknown> {
  if (values.length > 1) return no('malformed', { detail: 'more than one value' });
  // An absent value crosses the wire as null.
  const value = values[0] ?? undefined;
  const room = Object.hasOwn(roomy, event) ? roomy[event] : undefined;
  const weight = weigh(value, room?.chars ?? limits.eventBytes, room?.depth);
  if (weight === 'tooLarge') return no('tooLarge');
  if (weight === 'poisoned') return no('malformed', { detail: 'a forbidden key' });
  const parsed = v.safeParse(schema, value, { abortEarly: true });
  if (parsed.success) return yes(parsed.output);
  const issue = parsed.issues[0];
  // A sentence of ours where there is one; the library's own repeat what was sent.
  const say = issue.message.startsWith('Invalid ') ? issue.type : issue.message;
  const detail = `${v.getDotPath(issue) ?? 'the value'}: ${say}`;
  const large = issue.type === 'max_length' || issue.message === 'is too large';
  return no(large ? 'tooLarge' : 'malformed', { detail });
}
