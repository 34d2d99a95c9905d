import type { ChannelAdapter, Outbound, SendResult } from '../channels/adapter.ts';
import type { Egress } from '../egress/index.ts';
import type { Powers } from '../powers.ts';
import type { ChannelsTable, OutboxTable } from '../store/tables.ts';
import { enqueue } from './enqueue.ts';

/** Waits before the second, third … try. After the last one the answer has failed, and the agent sees that. */
export const retryMs = [1_000, 5_000, 30_000, 5 * 60_000, 30 * 60_000, 2 * 60 * 60_000];
/** Whoever took a row and died gives it back by silence. Longer than any send. */
const leaseMs = 60_000;
const maxInFlight = 8;

interface Parts {
  adapters: ReadonlyMap<string, ChannelAdapter>;
  find(channelId: string): Promise<ChannelsTable | undefined>;
  egress: Egress;
}

/** Sends agents' answers to their channels: at least once, in order within a thread, a slow channel delays no other. */
export function createOutbox(powers: Powers, parts: Parts) {
  const inFlight = new Map<string, Promise<void>>();
  let stopped = false;
  let looking: Promise<void> | null = null;
  let lookAgain = false;
  let cancelWake = () => {};

  /** False when another process was faster. */
  async function claim(row: OutboxTable): Promise<boolean> {
    const claimed = await powers.db
      .updateTable('outbox')
      .set({ next_at: powers.now() + leaseMs, attempts: row.attempts + 1 })
      .where('id', '=', row.id)
      .where('state', '=', 'queued')
      .where('next_at', '=', row.next_at)
      .executeTakeFirst();
    return claimed.numUpdatedRows > 0n;
  }

  async function send(row: OutboxTable): Promise<SendResult> {
    const channel = await parts.find(row.channel_id);
    const adapter = channel && parts.adapters.get(channel.kind);
    if (!channel || !adapter) return { ok: false, retry: false, reason: 'noChannel' };
    const allowPrivate = powers.config.allowPrivateEgress === true;
    return adapter.send(JSON.parse(row.message) as Outbound, JSON.parse(channel.settings), {
      egress: parts.egress,
      now: powers.now,
      allowPrivate,
    });
  }

  async function settle(row: OutboxTable, result: SendResult) {
    const waitMs = !result.ok && result.retry ? retryMs[row.attempts] : undefined;
    const outcome = result.ok ? 'sent' : waitMs === undefined ? 'failed' : 'queued';
    powers.counters.count('theke_channel_sent_total', { outcome });
    await powers.db
      .updateTable('outbox')
      .set({
        state: outcome,
        reason: result.ok ? null : result.reason,
        ...(waitMs === undefined
          ? {}
          : { next_at: powers.now() + Math.max(waitMs, (!result.ok && result.retry && result.afterMs) || 0) }),
      })
      .where('id', '=', row.id)
      .execute();
    if (outcome === 'queued' || !row.entry_id) return;
    if (!result.ok) powers.log.error('an answer did not reach its channel', { outbox: row.id, reason: result.reason });
    await powers.conversations.setDelivery(row.entry_id, outcome);
  }

  async function carry(row: OutboxTable) {
    if (!(await claim(row))) return;
    const result = await send(row).catch(
      (error: unknown): SendResult => ({
        ok: false,
        retry: true,
        reason: error instanceof Error ? error.name : 'error',
      }),
    );
    await settle(row, result);
  }

  async function look(): Promise<void> {
    const rows = await powers.db
      .selectFrom('outbox')
      .leftJoin('entries', 'entries.id', 'outbox.entry_id')
      .selectAll('outbox')
      .where('outbox.state', '=', 'queued')
      .orderBy('outbox.created_at')
      // Two answers of the same millisecond: the conversation's own order decides.
      .orderBy('entries.seq')
      .limit(500)
      .execute();
    const ahead = new Set<string>();
    let wakeAt = Number.POSITIVE_INFINITY;
    for (const row of rows) {
      const thread = `${row.channel_id} ${(JSON.parse(row.message) as Outbound).threadKey}`;
      // The second answer never overtakes the first, even while the first is being tried again.
      if (ahead.has(thread)) continue;
      ahead.add(thread);
      if (inFlight.has(thread)) continue;
      if (row.next_at > powers.now() || inFlight.size >= maxInFlight) {
        wakeAt = Math.min(wakeAt, row.next_at);
        continue;
      }
      const work = carry(row)
        .catch((error: unknown) => powers.log.error('the outbox could not be kept', { error: String(error) }))
        .finally(() => {
          inFlight.delete(thread);
          kick();
        });
      inFlight.set(thread, work);
    }
    cancelWake();
    if (wakeAt < Number.POSITIVE_INFINITY && !stopped)
      cancelWake = powers.after(Math.max(50, wakeAt - powers.now()), kick);
  }

  function kick() {
    lookAgain = true;
    if (looking || stopped) return;
    looking = (async () => {
      while (lookAgain && !stopped) {
        lookAgain = false;
        await look();
      }
    })()
      .catch((error: unknown) => {
        powers.log.error('the outbox waits', { error: String(error) });
        if (!stopped) cancelWake = powers.after(5_000, kick);
      })
      .finally(() => {
        looking = null;
      });
  }

  const undo = [
    powers.conversations.withEntry((tx, entry, conversation) => enqueue(tx, entry, conversation, powers.now())),
    powers.conversations.onEntry((entry) => {
      if (entry.delivery === 'queued') kick();
    }),
  ];

  return {
    start: kick,
    async stop() {
      stopped = true;
      for (const step of undo) step();
      cancelWake();
      await looking;
      await Promise.all(inFlight.values());
    },
  };
}
