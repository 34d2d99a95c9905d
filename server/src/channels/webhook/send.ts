import type { Egress, EgressAnswer } from '../../egress/index.ts';
import type { Outbound, SendResult } from '../adapter.ts';
import { signWebhook } from './signature.ts';

const timeoutMs = 10_000;
const maxBytes = 65_536;
/** A provider may ask us to wait, but not for ever. */
const longestWaitMs = 2 * 60 * 60_000;

/** Posts one answer to the channel's reply address, signed like what came in. */
export async function sendGeneric(
  message: Outbound,
  channel: { replyUrl: string; key: Buffer },
  powers: { egress: Egress; now(): number; allowPrivate: boolean },
): Promise<SendResult> {
  const body = Buffer.from(
    JSON.stringify({
      type: 'message',
      thread: message.threadKey,
      to: message.to,
      text: message.text,
      mode: message.mode,
      idempotencyKey: message.idempotencyKey,
    }),
  );
  const timestamp = String(Math.floor(powers.now() / 1000));
  const answer = await powers.egress.request(channel.replyUrl, {
    method: 'POST',
    headers: {
      'content-type': 'application/json',
      'content-length': String(body.length),
      'webhook-id': message.idempotencyKey,
      'webhook-timestamp': timestamp,
      'webhook-signature': signWebhook(channel.key, message.idempotencyKey, timestamp, body),
    },
    body,
    timeoutMs,
    maxBytes,
    // A redirected answer would go unsigned to somebody else.
    maxRedirects: 0,
    mayVisit: () => (powers.allowPrivate ? 'any' : 'public'),
  });
  return judge(answer);
}

function judge(answer: EgressAnswer): SendResult {
  if (!answer.ok) {
    const passing = answer.why === 'network' || answer.why === 'timeout';
    return passing ? { ok: false, retry: true, reason: answer.why } : { ok: false, retry: false, reason: answer.why };
  }
  const { status } = answer;
  const said = readAnswer(answer.body);
  if (status >= 200 && status < 300) return { ok: true, ...(said.externalId ? { externalId: said.externalId } : {}) };
  if (status === 408 || status === 425 || status === 429 || status >= 500) {
    const seconds = Number(answer.headers['retry-after']);
    const afterMs = seconds > 0 ? Math.min(seconds * 1000, longestWaitMs) : undefined;
    return { ok: false, retry: true, reason: status === 429 ? 'rate' : 'provider', ...(afterMs ? { afterMs } : {}) };
  }
  return { ok: false, retry: false, reason: said.reason ?? `status${status}` };
}

function readAnswer(body: Buffer): { externalId?: string; reason?: string } {
  try {
    const said: unknown = JSON.parse(body.toString('utf8'));
    if (typeof said !== 'object' || said === null) return {};
    const text = (key: string) => {
      const value: unknown = Object.hasOwn(said, key) ? (said as Record<string, unknown>)[key] : undefined;
      return typeof value === 'string' ? value.slice(0, 200) : undefined;
    };
    return { externalId: text('externalId'), reason: text('reason') };
  } catch {
    return {};
  }
}
