import { randomBytes } from 'node:crypto';
import { createId } from '@theke/kit';
import { no, type PageChunk, yes } from '@theke/protocol';
import type { Router } from 'express';
import { can } from '../auth/can.ts';
import type { Matter, Powers } from '../powers.ts';
import { thingOf } from '../queue/thing.ts';
import { isDoubled } from '../store/trouble.ts';
import { recordingDescribed } from './recordingDescribed.ts';
import { recordingRoutes } from './recordingRoutes.ts';
import { createRecordingRows } from './rows.ts';
import { keyBytes, seal } from './seal.ts';

/** What a recording needs to know of the share it belongs to. */
export interface RecordedShare {
  shareId: string;
  conversationId: string;
  siteId: string;
}

export interface Recordings extends Matter {
  /** One chunk as it was passed on: already masked, already looked through. Never waits, never throws. */
  take(share: RecordedShare, chunk: PageChunk): void;
  ended(shareId: string): void;
}

// A part is what a power cut can cost: live pictures promise no more.
const partMs = 2_000;
const partBytes = 512 * 1024;
/** Longer than any consultation; who forgets to stop does not fill the disk. */
const maxBytes = 256 * 1024 * 1024;
const sweepMs = 60 * 60_000;
const dayMs = 86_400_000;

interface Running {
  key: Uint8Array;
  recordingId: string;
  startedAt: number;
  parts: number;
  bytes: number;
  lines: string[];
  lineBytes: number;
  due: (() => void) | null;
  /** Parts are written one after the other. */
  last: Promise<unknown>;
}

/**
 * Keeps shared pages of sites that ask for it: the stream as agents got it, sealed with a key of its own, deleted when its time
 * is over. Knows no pictures and no grants: it is only told of chunks of shares that both sides know to be recorded.
 */
export function createRecordings(
  powers: Pick<
    Powers,
    'db' | 'now' | 'after' | 'log' | 'audit' | 'conversations' | 'agentOf' | 'problem' | 'sitePrivacy'
  > & { serverKey(): Uint8Array; roleOf(agentId: string): Promise<'agent' | 'supervisor' | 'admin' | null> },
): Recordings {
  const { now, after } = powers;
  const rows = createRecordingRows(powers.db, powers.serverKey);
  const running = new Map<string, Promise<Running | null>>();
  let stopSweep = () => {};

  const troubled = (error: unknown) => {
    powers.log.error('a part of a recording was lost', { error: String(error) });
  };

  async function begin(share: RecordedShare, at: number): Promise<Running | null> {
    const known = await rows.ofShare(share.shareId);
    const common = { lines: [], lineBytes: 0, due: null, last: Promise.resolve() };
    if (known) {
      const { recordingId, key, parts, bytes, startedAt } = known;
      return { recordingId, key, parts, bytes, startedAt, ...common };
    }
    const { recording, recordingDays } = await powers.sitePrivacy(share.siteId);
    if (!recording) return null;
    const key = randomBytes(keyBytes);
    const recordingId = createId('rec', at);
    try {
      await rows.add({ recordingId, key, startedAt: at, untilAt: at + recordingDays * dayMs, ...share });
    } catch (error) {
      if (isDoubled(error)) return begin(share, at);
      throw error;
    }
    await powers.audit({
      actor: 'system',
      act: 'recording.start',
      thing: `recording:${recordingId}`,
      facts: { share: share.shareId, conversation: share.conversationId, days: recordingDays },
    });
    return { recordingId, key, parts: 0, bytes: 0, startedAt: at, ...common };
  }

  function write(one: Running): Promise<unknown> {
    one.due?.();
    one.due = null;
    if (one.lines.length === 0) return one.last;
    const n = one.parts;
    const plain = Buffer.from(one.lines.join(''));
    one.parts += 1;
    one.bytes += plain.length;
    one.lines = [];
    one.lineBytes = 0;
    const sealed = seal(one.key, `${one.recordingId} ${n}`, plain);
    one.last = one.last.then(() => rows.addPart(one.recordingId, n, sealed, one.bytes)).catch(troubled);
    return one.last;
  }

  function add(one: Running, chunk: PageChunk, atMs: number): void {
    if (one.bytes + one.lineBytes > maxBytes) return;
    const { stream, seq } = chunk;
    const line = `${JSON.stringify({ atMs, stream, seq, base64: Buffer.from(chunk.bytes).toString('base64') })}\n`;
    one.lines.push(line);
    one.lineBytes += line.length;
    if (one.lineBytes >= partBytes) void write(one);
    else one.due ??= after(partMs, () => void write(one));
  }

  async function sweep(): Promise<void> {
    for (const recordingId of await rows.removeUntil(now())) {
      await powers.audit({ actor: 'system', act: 'recording.delete', thing: `recording:${recordingId}` });
    }
  }

  function sweepLater(): void {
    stopSweep = after(sweepMs, () => {
      sweep().catch(troubled);
      sweepLater();
    });
  }

  return {
    take(share, chunk) {
      // A picture for one late viewer repeats what the others have.
      if (chunk.only) return;
      const atMs = now();
      const begun = running.get(share.shareId) ?? begin(share, atMs);
      running.set(share.shareId, begun);
      begun
        .then((one) => one && add(one, chunk, Math.max(0, atMs - one.startedAt)))
        .catch((error) => {
          running.delete(share.shareId);
          troubled(error);
        });
    },
    ended(shareId) {
      const begun = running.get(shareId);
      running.delete(shareId);
      begun
        ?.then(async (one) => {
          if (!one) return;
          await write(one);
          await rows.end(one.recordingId, now());
        })
        .catch(troubled);
    },
    agent: {
      'recording:list': {
        async run(who, { conversationId }) {
          const conversation = await powers.conversations.find(conversationId);
          if (!conversation || !can(who, 'conversation:see', thingOf(conversation, now()))) return no('notFound');
          return yes(await rows.list(conversationId));
        },
      },
    },
    described: recordingDescribed,
    routes: (router: Router) => recordingRoutes(router, powers, rows),
    async start() {
      // What a crash left open has ended by now.
      await rows.endOpen(now());
      await sweep();
      sweepLater();
    },
    async stop() {
      stopSweep();
      const all = await Promise.allSettled(running.values());
      await Promise.all(all.map((one) => one.status === 'fulfilled' && one.value && write(one.value)));
    },
  };
}
