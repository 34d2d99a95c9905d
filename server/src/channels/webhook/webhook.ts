import * as v from 'valibot';
import type { ChannelAdapter } from '../adapter.ts';
import { parseGeneric } from './parse.ts';
import { sendGeneric } from './send.ts';
import { isSigned, readSecret, toleranceMs } from './signature.ts';

const settingsSchema = v.object({
  secret: v.optional(v.string()),
  replyUrl: v.optional(v.string()),
  allowPrivate: v.optional(v.boolean()),
});

const readSettings = (settings: unknown) => {
  const read = v.safeParse(settingsSchema, settings);
  return read.success ? read.output : {};
};

/**
 * The channel without a vendor: anything that can post signed JSON, a marketplace, a switchboard, a flow tool.
 * Signed per Standard Webhooks in both directions, with the one secret of the channel.
 */
export const webhookAdapter: ChannelAdapter = {
  kind: 'webhook',

  verify(raw, settings) {
    const key = readSecret(readSettings(settings).secret);
    if (!key) return { ok: false, status: 503, why: 'noSecret' };
    const id = raw.headers['webhook-id'];
    const timestamp = raw.headers['webhook-timestamp'];
    const signature = raw.headers['webhook-signature'];
    if (!id || !timestamp || !signature || id.length > 256 || !/^\d{1,12}$/.test(timestamp))
      return { ok: false, status: 401, why: 'unsigned' };
    if (Math.abs(Number(timestamp) * 1000 - raw.receivedAt) > toleranceMs)
      return { ok: false, status: 401, why: 'outOfTime' };
    if (!isSigned(key, id, timestamp, raw.body, signature)) return { ok: false, status: 401, why: 'forged' };
    return { ok: true, eventId: id };
  },

  parse: parseGeneric,

  async send(message, settings, powers) {
    const { secret, replyUrl, allowPrivate } = readSettings(settings);
    const key = readSecret(secret);
    if (!key || !replyUrl) return { ok: false, retry: false, reason: 'noReplyAddress' };
    return sendGeneric(message, { replyUrl, key }, { ...powers, allowPrivate: allowPrivate || powers.allowPrivate });
  },
};
