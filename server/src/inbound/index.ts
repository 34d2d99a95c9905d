import type { ChannelAdapter, InboundMessage } from '../channels/adapter.ts';
import type { Powers } from '../powers.ts';
import type { ChannelsTable, InboundTable } from '../store/tables.ts';
import { createTaker } from './take.ts';

/** Waits between tries when the storage fails; after the last one the row is put aside with its error. */
const retryMs = [1_000, 5_000, 30_000, 60_000];
const batch = 50;

interface Parts {
  adapters: ReadonlyMap<string, ChannelAdapter>;
  find(channelId: string): Promise<ChannelsTable | undefined>;
}

/**
 * Works off what channels have delivered, in order of arrival, one at a time. Everything is in the database before it
 * begins, so a crash at any point only means that some of it is done again, harmlessly.
 */
export function createInbound(powers: Powers, parts: Parts) {
  const take = createTaker(powers);
  const failures = new Map<string, number>();
  let running: Promise<void> | null = null;
  let again = false;
  let stopped = false;
  let cancelRetry = () => {};

  /** `undefined`: done; otherwise what went wrong with some of it, or a wish to try the row again. */
  async function work(row: InboundTable): Promise<{ error: string | null; retry: boolean }> {
    const channel = await parts.find(row.channel_id);
    const adapter = channel && parts.adapters.get(channel.kind);
    if (!channel || !adapter) return { error: 'noChannel', retry: false };
    const events = adapter.parse(new Uint8Array(row.body), row.received_at);
    const messages = events.filter((event): event is InboundMessage => event.type === 'message');
    for (const event of events)
      if (event.type === 'other')
        powers.counters.count('theke_channel_unparsed_total', { kind: channel.kind, shape: event.kind });
    let failed: string | null = null;
    // Within one delivery providers promise no order; across deliveries arrival counts.
    for (const message of messages.sort((a, b) => a.sentAt - b.sentAt)) {
      try {
        await take(channel, message);
      } catch (error) {
        failed = error instanceof Error ? error.message : String(error);
      }
    }
    return { error: failed, retry: failed !== null };
  }

  async function finish(row: InboundTable, error: string | null) {
    failures.delete(keyOf(row));
    await powers.db
      .updateTable('inbound')
      .set({ processed_at: powers.now(), error })
      .where('channel_id', '=', row.channel_id)
      .where('event_id', '=', row.event_id)
      .execute();
    if (error) powers.log.error('a delivery of a channel was put aside', { channel: row.channel_id, error });
  }

  async function drain(): Promise<void> {
    const waiting = new Set<string>();
    while (!stopped) {
      again = false;
      const rows = await powers.db
        .selectFrom('inbound')
        .selectAll()
        .where('processed_at', 'is', null)
        .orderBy('received_at')
        .orderBy('event_id')
        .limit(batch + waiting.size)
        .execute();
      const open = rows.filter((row) => !waiting.has(keyOf(row)));
      if (open.length === 0 && !again) return;
      for (const row of open) {
        if (stopped) return;
        const { error, retry } = await work(row);
        const tried = failures.get(keyOf(row)) ?? 0;
        if (!retry || tried >= retryMs.length) await finish(row, error);
        else {
          failures.set(keyOf(row), tried + 1);
          waiting.add(keyOf(row));
          later(retryMs[tried]!);
        }
      }
    }
  }

  function later(ms: number) {
    cancelRetry();
    if (!stopped) cancelRetry = powers.after(ms, kick);
  }

  function kick() {
    again = true;
    if (running || stopped) return;
    running = drain()
      .catch((error: unknown) => {
        powers.log.error('deliveries of channels wait', { error: String(error) });
        later(5_000);
      })
      .finally(() => {
        running = null;
      });
  }

  return {
    /** Commits the raw bytes; true when this delivery is new. */
    async keep(delivery: {
      channelId: string;
      eventId: string;
      body: Uint8Array;
      receivedAt: number;
    }): Promise<boolean> {
      const kept = await powers.db
        .insertInto('inbound')
        .values({
          channel_id: delivery.channelId,
          event_id: delivery.eventId,
          received_at: delivery.receivedAt,
          body: Buffer.from(delivery.body),
          processed_at: null,
          error: null,
        })
        .onConflict((row) => row.columns(['channel_id', 'event_id']).doNothing())
        .executeTakeFirst();
      kick();
      return (kept.numInsertedOrUpdatedRows ?? 0n) > 0n;
    },
    start: kick,
    async stop() {
      stopped = true;
      cancelRetry();
      await running;
    },
  };
}

const keyOf = (row: Pick<InboundTable, 'channel_id' | 'event_id'>) => `${row.channel_id} ${row.event_id}`;
