import { limits } from '@theke/protocol';
import * as v from 'valibot';
import type { Address, InboundEvent } from '../adapter.ts';

const short = v.pipe(v.string(), v.trim(), v.minLength(1), v.maxLength(256));
const http = v.pipe(v.string(), v.maxLength(limits.urlChars), v.regex(/^https?:\/\/[^\s]+$/i));

const message = v.object({
  type: v.literal('message'),
  id: short,
  thread: short,
  visibility: v.optional(v.picklist(['private', 'public']), 'private'),
  from: v.optional(
    v.pipe(
      v.array(v.object({ kind: v.pipe(v.string(), v.regex(/^[a-z][a-z0-9._-]{0,39}$/)), value: short })),
      v.maxLength(10),
    ),
    [],
  ),
  name: v.nullish(v.pipe(v.string(), v.maxLength(limits.nameChars))),
  text: v.nullish(v.string()),
  at: v.nullish(v.pipe(v.number(), v.minValue(0))),
  attachments: v.nullish(v.pipe(v.array(v.unknown()), v.maxLength(50))),
  post: v.nullish(v.object({ permalink: v.nullish(v.unknown()) })),
});
const attachment = v.object({ url: http, name: v.nullish(v.pipe(v.string(), v.maxLength(200))) });

/** Only we ourselves say who is a visitor or a customer of the shop. */
const ours = /^(web|shop)(\.|$)/;

/** Below this a time is in seconds, as many systems tell it; above, in milliseconds. */
const secondsBelow = 1e11;

/** One event, a list of them, or `{ events: […] }`. Whatever else it is becomes `other`, so that it can be counted. */
export function parseGeneric(body: Uint8Array, receivedAt: number): InboundEvent[] {
  let read: unknown;
  try {
    // No storage keeps a NUL, and one in a text must not cost the message.
    read = JSON.parse(Buffer.from(body).toString('utf8'), (_key, value) =>
      typeof value === 'string' ? value.replaceAll('\0', '') : value,
    );
  } catch {
    return [{ type: 'other', kind: 'notJson' }];
  }
  const list = Array.isArray(read) ? read : isBatch(read) ? read.events : [read];
  return list.slice(0, 1_000).map((one) => parseOne(one, receivedAt));
}

const isBatch = (value: unknown): value is { events: unknown[] } =>
  typeof value === 'object' && value !== null && 'events' in value && Array.isArray(value.events);

function parseOne(one: unknown, receivedAt: number): InboundEvent {
  const read = v.safeParse(message, one);
  if (!read.success) return { type: 'other', kind: kindOf(one) };
  const { id, thread, visibility, from, name, at, post } = read.output;
  const text = textOf(read.output.text ?? '', read.output.attachments ?? []);
  if (!text) return { type: 'other', kind: 'emptyMessage' };
  const sentMs = at == null ? receivedAt : at < secondsBelow ? at * 1000 : at;
  const own = from.filter(({ kind }) => !ours.test(kind)).map(normal);
  const permalink = v.safeParse(http, post?.permalink);
  return {
    type: 'message',
    externalId: id,
    threadKey: thread,
    visibility,
    from: own.length > 0 ? own : [{ kind: 'ext.thread', value: thread }],
    ...(name ? { fromName: name } : {}),
    text,
    // A clock that runs ahead must not put a message into the future.
    sentAt: Math.min(Math.round(sentMs), receivedAt),
    ...(permalink.success ? { permalink: permalink.output } : {}),
  };
}

const known = ['message', 'status', 'deleted', 'identity', 'call', 'control', 'blocked'];

/** Never the sender's own words: kinds become labels of a metric. */
function kindOf(one: unknown): string {
  const type = typeof one === 'object' && one !== null && 'type' in one ? one.type : undefined;
  return typeof type === 'string' && known.includes(type) ? (type === 'message' ? 'badMessage' : type) : 'unknown';
}

function textOf(text: string, attachments: unknown[]): string {
  const links = attachments.flatMap((one) => {
    const read = v.safeParse(attachment, one);
    return read.success ? [read.output.name ? `${read.output.name}: ${read.output.url}` : read.output.url] : [];
  });
  return [text.trim(), ...links].filter(Boolean).join('\n').slice(0, limits.messageChars);
}

const normal = ({ kind, value }: Address): Address => ({ kind, value: kind === 'email' ? value.toLowerCase() : value });
