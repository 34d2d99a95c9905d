import type { Role } from '@theke/protocol';
import type { Router } from 'express';
import { can } from '../auth/can.ts';
import type { Powers } from '../powers.ts';
import { thingOf } from '../queue/thing.ts';
import type { RecordingRows } from './rows.ts';

/** `GET /recordings/:id/parts?from=n` – JSON lines of chunks, for whoever may see the conversation. Each opening is audited. */
export function recordingRoutes(
  router: Router,
  powers: Pick<Powers, 'agentOf' | 'conversations' | 'problem' | 'audit' | 'now' | 'log'> & {
    roleOf(agentId: string): Promise<Role | null>;
  },
  rows: RecordingRows,
): void {
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
    if (from === 0)
      await powers.audit({ actor: `agent:${agent.agentId}`, act: 'recording.play', thing: `recording:${row.id}` });
    res.set({
      'content-type': 'application/x-ndjson',
      'cache-control': 'no-store',
      'x-content-type-options': 'nosniff',
    });
    try {
      for await (const { n, lines } of rows.read(row, from)) {
        for (const line of lines.split('\n')) if (line) res.write(`{"n":${n},${line.slice(1)}\n`);
        if (res.destroyed) return;
      }
      return void res.end();
    } catch (error) {
      powers.log.error('a recording could not be read', { error: String(error) });
      return void res.destroy();
    }
  });
}
