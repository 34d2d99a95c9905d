import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { silentLog } from '@theke/kit';
import type { SitePrivacy } from '@theke/protocol';
import express from 'express';
import { afterEach, beforeEach, expect, it } from 'vitest';
import type { ConversationsTable } from '../store/tables.ts';
import { startTestServer, type TestServer, testSite } from '../testing/server.ts';
import { createRecordings, type Recordings } from './recordings.ts';

let server: TestServer;
let recordings: Recordings;
let web: { url: string; close(): void };
let privacy: SitePrivacy;
let nowMs: number;
let timers: { ms: number; fn: () => void }[];
let audits: string[];
const share = { shareId: 'shr_1', conversationId: 'cnv_1', siteId: testSite };
const chunk = (stream: number, seq: number, text: string) => ({
  shareId: share.shareId,
  stream,
  seq,
  bytes: new TextEncoder().encode(text),
});
const conversation = { id: 'cnv_1', status: 'active', agent_id: 'anna', skill: null, reserved_for: null };

beforeEach(async () => {
  server = await startTestServer();
  nowMs = 1_000_000;
  timers = [];
  audits = [];
  privacy = {
    siteId: testSite,
    version: 1,
    preset: 'none',
    rules: [],
    capture: false,
    frames: [],
    recording: true,
    recordingDays: 2,
  };
  recordings = open();
  const app = express();
  const router = express.Router();
  recordings.routes!(router);
  const http = createServer(app.use(router));
  await new Promise<void>((done) => http.listen(0, '127.0.0.1', done));
  web = { url: `http://127.0.0.1:${(http.address() as AddressInfo).port}`, close: () => void http.close() };
});
afterEach(async () => {
  web.close();
  await recordings.stop?.();
  await server.close();
});

const key = new Uint8Array(32).fill(7);
function open(): Recordings {
  return createRecordings({
    db: server.server.store.db,
    now: () => nowMs,
    after(ms, fn) {
      const timer = { ms, fn };
      timers.push(timer);
      return () => {
        timers = timers.filter((one) => one !== timer);
      };
    },
    log: silentLog,
    audit: async ({ act, thing }) => void audits.push(`${act} ${thing}`),
    conversations: {
      find: async (id: string) => (id === 'cnv_1' ? (conversation as ConversationsTable) : null),
    } as never,
    agentOf: async (req) => (req.headers['x-agent'] ? { agentId: String(req.headers['x-agent']) } : null),
    problem: (res, status, code) => void res.status(status).json({ code }),
    sitePrivacy: async () => privacy,
    serverKey: () => key,
    roleOf: async (agentId) => (agentId === 'eva' ? 'supervisor' : agentId === 'nobody' ? null : 'agent'),
  });
}

const settle = () => new Promise((done) => setTimeout(done, 20));
async function recorded(...texts: string[]): Promise<string> {
  for (const [n, text] of texts.entries()) {
    recordings.take(share, chunk(5, n, text));
    nowMs += 100;
  }
  await settle();
  recordings.ended(share.shareId);
  await settle();
  const answer = await recordings.agent!['recording:list']!.run(
    { kind: 'agent', agentId: 'anna', role: 'agent', skills: [], name: '', session: '', socketId: '' },
    { conversationId: 'cnv_1' },
  );
  return answer.ok ? answer.value[0]!.recordingId : '';
}
const play = (id: string, agent: string | null = 'anna', from = '') =>
  fetch(`${web.url}/recordings/${id}/parts${from}`, { headers: agent ? { 'x-agent': agent } : {} });

it('[SH260] a recording is the stream as it was passed on, with its times, for whoever may see the conversation', async () => {
  const id = await recorded('eins', 'zwei', 'drei');
  const answer = await play(id);
  const lines = (await answer.text())
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line));
  expect(lines.map((one) => [one.atMs, one.stream, one.seq, Buffer.from(one.base64, 'base64').toString()])).toEqual([
    [0, 5, 0, 'eins'],
    [100, 5, 1, 'zwei'],
    [200, 5, 2, 'drei'],
  ]);
  expect((await play(id, 'eva')).status).toBe(200);
  expect((await play(id, 'ben')).status).toBe(404);
  expect((await play(id, 'nobody')).status).toBe(404);
  expect((await play(id, null)).status).toBe(401);
  expect((await play('rec_other')).status).toBe(404);
  expect((await play(id, 'anna', '?from=-1')).status).toBe(400);
  expect(audits.filter((line) => line.startsWith('recording.play'))).toHaveLength(2);
});

it('[SE227] reading on from the middle is an opening on record, too; reading on from where one was is the same one', async () => {
  const id = await recorded('eins', 'zwei');
  const plays = () => audits.filter((line) => line.startsWith('recording.play')).length;
  expect((await play(id, 'anna', '?from=1')).status).toBe(200);
  expect(plays()).toBe(1);
  await play(id, 'anna', '?from=2');
  expect(plays()).toBe(1);
  await play(id, 'eva', '?from=1');
  expect(plays()).toBe(2);
  nowMs += 2 * 60 * 60_000;
  await play(id, 'anna', '?from=1');
  expect(plays()).toBe(3);
});

it('[SH261] nothing is kept where the site has not turned recording on', async () => {
  privacy = { ...privacy, recording: false };
  expect(await recorded('eins').catch(() => 'none')).toBe('none');
  const { db } = server.server.store;
  expect(await db.selectFrom('recordings').selectAll().execute()).toEqual([]);
  expect(await db.selectFrom('recording_parts').selectAll().execute()).toEqual([]);
});

it('[SH262] at rest it is sealed, and a part that was changed, swapped or given another key is not played', async () => {
  const id = await recorded('Zwiebelkuchen', 'Pflaumenmus');
  const { db } = server.server.store;
  const parts = await db.selectFrom('recording_parts').selectAll().execute();
  for (const { sealed } of parts) {
    expect(Buffer.from(sealed).includes('Zwiebelkuchen')).toBe(false);
    expect(Buffer.from(sealed).includes(Buffer.from('Zwiebelkuchen').toString('base64'))).toBe(false);
  }
  const bent = Buffer.from(parts[0]!.sealed);
  bent[bent.length - 1]! ^= 1;
  await db.updateTable('recording_parts').set({ sealed: bent }).where('recording_id', '=', id).execute();
  await expect(play(id).then((answer) => answer.text())).rejects.toThrow();
});

it('[SH263] it is deleted with its key when its days are over, and the deletion is on record', async () => {
  await recorded('eins');
  const { db } = server.server.store;
  nowMs += 2 * 86_400_000 - 1_000;
  await recordings.start!();
  expect(await db.selectFrom('recordings').selectAll().execute()).toHaveLength(1);
  nowMs += 2_000;
  const sweep = timers.find((timer) => timer.ms === 3_600_000)!;
  sweep.fn();
  await settle();
  expect(await db.selectFrom('recordings').selectAll().execute()).toEqual([]);
  expect(await db.selectFrom('recording_parts').selectAll().execute()).toEqual([]);
  expect(audits.some((line) => line.startsWith('recording.delete'))).toBe(true);
});

it('[SH264] after a restart the same share goes on in the same recording, behind what was kept', async () => {
  recordings.take(share, chunk(5, 0, 'vorher'));
  await settle();
  await recordings.stop!();
  recordings = open();
  nowMs += 5_000;
  const id = await recorded('nachher');
  const texts = (await (await play(id)).text())
    .trim()
    .split('\n')
    .map((line) => Buffer.from(JSON.parse(line).base64, 'base64').toString());
  expect(texts).toEqual(['vorher', 'nachher']);
  expect(audits.filter((line) => line.startsWith('recording.start'))).toHaveLength(1);
});

it('[SH265] a picture for one late viewer is not kept twice, and parts are written as time or size demands', async () => {
  recordings.take(share, { ...chunk(6, 0, 'nur für Eva'), only: ['v2'] });
  await settle();
  expect(await server.server.store.db.selectFrom('recordings').selectAll().execute()).toEqual([]);
  recordings.take(share, chunk(7, 0, 'x'.repeat(60_000)));
  await settle();
  const rows = () => server.server.store.db.selectFrom('recording_parts').select('n').execute();
  expect(await rows()).toHaveLength(0);
  for (const timer of timers) timer.fn();
  await settle();
  expect(await rows()).toHaveLength(1);
  for (let n = 0; n < 10; n++) recordings.take(share, chunk(7, n + 1, 'x'.repeat(60_000)));
  await settle();
  expect((await rows()).length).toBe(2);
});
