import type { Role } from '@theke/protocol';
import type { Router } from 'express';
import { can } from '../auth/can.ts';
import type { Powers } from '../powers.ts';
import { thingOf } from '../queue/thing.ts';
import type { RecordingRows } from './rows.ts';

/** Read on from where one was within this time, it is the same opening. */
const sameMs = 60 * 60_000;
const maxOpened = 1_000;

/** `GET /recordings/:id/parts?from=n` – JSON lines of chunks, for whoever may see the conversation. Each opening is audited. */
export function recordingRoutes(
  router: Router,
  powers: Pick<Powers, 'agentOf' | 'conversations' | 'problem' | 'audit' | 'now' | 'log'> & {
    roleOf(agentId: string): Promise<Role | null>;
  },
  rows: RecordingRows,
): void {
  /** Who reads what, and since when: whoever begins in the middle has opened it all the same. */
  const opened = new Map<string, number>();
  function opens(agentId: string, recordingId: string, from: number): boolean {
    const key = `${agentId} ${recordingId}`;
    const nowMs = powers.now();
    const before = opened.get(key);
    opened.delete(key);
    opened.set(key, nowMs);
    for (const oldest of opened.keys()) {
      if (opened.size <= maxOpened) break;
      opened.delete(oldest);
    }
    return from === 0 || before === undefined || Math.abs(nowMs - before) >= sameMs;
  }

  router.get('/recordings/:recordingId/parts', async (req, res) => {
    const agent = await powers.agentOf(req);
    if (!agent) return powers.problem(res, 401, 'signedOut');
    const row = await rows.find(String(req.params.recordingId));
    const conversation = row && (await powers.conversations.find(row.conversation_id));
    const role = await powers.roleOf(agent.agentId);
    const may =
      conversation &&
      role &&
      // Skills open what waits; a recording is of what has been taken.
      can({ agentId: agent.agentId, role, skills: [] }, 'conversation:see', thingOf(conversation, powers.now()));
    if (!row || !may) return powers.problem(res, 404, 'notFound');
    const from = Number(req.query.from ?? 0);
    if (!Number.isSafeInteger(from) || from < 0) return powers.problem(res, 400, 'malformed', 'from');
    if (opens(agent.agentId, row.id, from))
      await powers.audit({ actor: `agent:${agent.agentId}`, act: 'recording.play', thing: `recording:${row.id}` });
    res.set({
      'content-type': 'application/x-ndjson',
      'cache-control': 'no-store',
      'x-content-type-options': 'nosniff',
    });
    try {
      for await (const { n, lines } of rows.read(row, from)) {
        for (const line of lines.split('\n')) if (line) res.write(`{"n":${n},${line.slice(1)}\n`);
        // One part at a time: whoever reads slowly must not fill our memory.
        if (res.writableNeedDrain && !res.destroyed)
          await new Promise<void>((done) => {
            res.once('drain', done);
            res.once('close', done);
          });
        if (res.destroyed) return;
      }
      return void res.end();
    } catch (error) {
      powers.log.error('a recording could not be read', { error: String(error) });
      return void res.destroy();
    }
  });
}
