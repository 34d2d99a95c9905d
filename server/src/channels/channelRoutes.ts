import type { Request, Router } from 'express';
import type { Powers } from '../powers.ts';
import type { ChannelsTable } from '../store/tables.ts';
import type { ChannelAdapter, RawInbound } from './adapter.ts';

/** A delivery of a thousand messages is far smaller. */
const maxBytes = 1024 * 1024;

/** Keeps what was let in; true when it was not there before. */
export type KeepRaw = (row: {
  channelId: string;
  eventId: string;
  body: Uint8Array;
  receivedAt: number;
}) => Promise<boolean>;

/**
 * `POST /channels/:channelId/webhook`: bytes → signature → kept raw → answered. What it says is read later, so a
 * fault of ours in reading never makes a provider deliver in vain.
 */
export function channelRoutes(
  router: Router,
  powers: Pick<Powers, 'now' | 'problem' | 'counters'>,
  parts: {
    find(channelId: string): Promise<ChannelsTable | undefined>;
    adapters: ReadonlyMap<string, ChannelAdapter>;
    keep: KeepRaw;
  },
) {
  router.post('/channels/:channelId/webhook', async (req, res) => {
    const body = await readBytes(req);
    if (!body) {
      res.set('connection', 'close');
      return powers.problem(res, 413, 'tooLarge');
    }
    const channel = await parts.find(String(req.params.channelId));
    const adapter = channel && parts.adapters.get(channel.kind);
    if (!channel || !adapter) return powers.problem(res, 404, 'notFound');
    const receivedAt = powers.now();
    const verdict = adapter.verify({ headers: headersOf(req), body, receivedAt }, JSON.parse(channel.settings));
    if (!verdict.ok) {
      powers.counters.count('theke_channel_refused_total', { kind: channel.kind, why: verdict.why });
      return powers.problem(res, verdict.status, verdict.status === 503 ? 'unavailable' : 'forbidden', verdict.why);
    }
    const fresh = await parts.keep({ channelId: channel.id, eventId: verdict.eventId, body, receivedAt });
    powers.counters.count('theke_channel_received_total', { kind: channel.kind, fresh: String(fresh) });
    // A repetition is as welcome as the first time: whoever repeats has not heard our answer.
    return void res.status(202).json({ accepted: true });
  });
}

function headersOf(req: Request): RawInbound['headers'] {
  return Object.fromEntries(
    Object.entries(req.headers).map(([name, value]) => [name, Array.isArray(value) ? value.join(',') : value]),
  );
}

/** Null when it is more than we take; the rest is then read past, so that our answer can still be heard. */
function readBytes(req: Request): Promise<Buffer | null> {
  return new Promise((resolve, reject) => {
    const parts: Buffer[] = [];
    let bytes = 0;
    req.on('data', (part: Buffer) => {
      bytes += part.length;
      if (bytes > maxBytes) resolve(null);
      else parts.push(part);
    });
    req.on('end', () => resolve(Buffer.concat(parts)));
    req.on('error', reject);
    req.on('close', () => reject(new Error('the delivery broke off')));
  });
}
