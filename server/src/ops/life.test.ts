import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { readConfig } from '../config.ts';
import { addSite } from '../sites/sites.ts';
import { openStore } from '../store/open.ts';
import { connectVisitor } from '../testing/clients.ts';
import { explainStart } from './life.ts';

const main = fileURLToPath(new URL('../main.ts', import.meta.url));
let folder: string;
const children: ChildProcess[] = [];
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'theke-life-'));
});
afterEach(() => {
  for (const child of children.splice(0)) child.kill('SIGKILL');
  rmSync(folder, { recursive: true, force: true });
});

/** Starts the real program, as `npm run serve` does. */
function serve(env: Record<string, string>) {
  const child = spawn(process.execPath, ['--import', 'tsx', main], {
    env: { PATH: process.env.PATH, THEKE_HOST: '127.0.0.1', THEKE_PORT: '0', THEKE_DATA_DIR: folder, ...env },
  });
  children.push(child);
  let [out, err] = ['', ''];
  child.stdout.on('data', (text) => {
    out += text;
  });
  child.stderr.on('data', (text) => {
    err += text;
  });
  const ended = new Promise<{ code: number | null; err: string }>((done) =>
    child.once('exit', (code) => done({ code, err })),
  );
  const ready = new Promise<string>((done, failed) => {
    child.stdout.on('data', () => {
      const url = /Theke is ready at (\S+)/.exec(out)?.[1];
      if (url) done(url.replace('localhost', '127.0.0.1'));
    });
    void ended.then(() => failed(new Error(err)));
  });
  ready.catch(() => {});
  return { child, ended, ready, output: () => out };
}

it('[RE17] a taken port stops the start with one sentence and exit code 1', async () => {
  const holder = createServer().listen(0, '127.0.0.1');
  await new Promise((done) => holder.once('listening', done));
  const { port } = holder.address() as { port: number };
  const { code, err } = await serve({ THEKE_PORT: String(port) }).ended;
  expect(code).toBe(1);
  expect(err).toBe(`Port ${port} is taken by another program; stop that one or set THEKE_PORT to a free port.\n`);
  holder.close();
});

it('[RE17] a database that cannot be written stops the start with one sentence and exit code 1', async () => {
  const { code, err } = await serve({ THEKE_DATA_DIR: '/proc/theke' }).ended;
  expect(code).toBe(1);
  expect(err).toMatch(/^The database in THEKE_DATA_DIR "\/proc\/theke" cannot be written .*\.\n$/);
});

it('[RE17] every wrong setting is one sentence that names it and says how to mend it', async () => {
  const { code, err } = await serve({ THEKE_PORT: 'eighty', THEKE_LOG: 'loud' }).ended;
  expect(code).toBe(1);
  expect(err.trim().split('\n')).toHaveLength(2);

  const wrong: [Record<string, string>, string][] = [
    [{ THEKE_PORT: '70000' }, 'THEKE_PORT'],
    [{ THEKE_PORT: '4.5' }, 'THEKE_PORT'],
    [{ THEKE_SHOP_PORT: '-1' }, 'THEKE_SHOP_PORT'],
    [{ THEKE_DATABASE_URL: 'mysql://x' }, 'THEKE_DATABASE_URL'],
    [{ THEKE_PUBLIC_URL: 'chat.shop.test' }, 'THEKE_PUBLIC_URL'],
    [{ THEKE_REDIS_URL: 'redis://x' }, 'THEKE_REDIS_URL'],
    [{ THEKE_ICE_URLS: 'http://x' }, 'THEKE_ICE_URLS'],
    [{ THEKE_ICE_URLS: 'turn:turn.test' }, 'THEKE_TURN_SECRET'],
    [{ THEKE_DEMO_PASSWORD: 'short' }, 'THEKE_DEMO_PASSWORD'],
    [{ THEKE_PORT: '5000', THEKE_SHOP_PORT: '5000' }, 'THEKE_SHOP_PORT'],
  ];
  for (const [env, name] of wrong) {
    const reading = readConfig(env);
    expect(reading.ok, name).toBe(false);
    if (reading.ok) continue;
    expect(reading.mistakes).toHaveLength(1);
    expect(reading.mistakes[0]).toContain(name);
    expect(reading.mistakes[0]).toMatch(/(set|unset|choose|correct|give).*\.$/);
  }
  expect(readConfig({ THEKE_PORT: '', THEKE_LOG: ' ' })).toMatchObject({
    ok: true,
    config: { port: 4800, logLevel: 'info' },
  });
});

it('[RE17] what else can stop a start is a sentence, too', () => {
  const config = { port: 80, host: 'x' };
  expect(explainStart(Object.assign(new Error(), { code: 'EACCES', port: 80 }), config)).toContain('THEKE_PORT');
  expect(explainStart(Object.assign(new Error(), { code: 'EADDRNOTAVAIL' }), config)).toContain('THEKE_HOST');
  expect(explainStart(Object.assign(new Error(), { code: 'EADDRINUSE', port: 81 }), config)).toContain(
    'THEKE_SHOP_PORT',
  );
});

it('[RE18] SIGTERM: everybody is told when to come back, transports close, nothing acknowledged is lost, exit code 0', async () => {
  const store = await openStore({ dataDir: folder });
  await addSite(store.db, { id: 'demo', origins: ['http://shop.test'] });
  await store.close();
  const { child, ended, ready, output } = serve({ THEKE_PACE_FACTOR: '1000' });
  const url = await ready;
  const visitor = await connectVisitor({ url, site: 'demo', origin: 'http://shop.test' });
  const conversationId = await visitor.start();
  const why = new Promise<string>((done) => visitor.socket.once('disconnect', done));
  let acknowledged = 0;
  const sending = (async () => {
    for (;;) {
      const answer = await visitor
        .ask('message:send', { conversationId, clientId: `m${acknowledged}`, text: 'a private text' })
        .catch(() => null);
      if (!answer?.ok) return;
      acknowledged += 1;
      if (acknowledged === 20) child.kill('SIGTERM');
    }
  })();
  expect((await visitor.until('server:draining')).retryInMs).toBeLessThanOrEqual(5_000);
  expect(await why).toBe('transport close');
  expect((await ended).code).toBe(0);
  visitor.close();
  await sending;
  const after = await openStore({ dataDir: folder });
  const rows = await after.db.selectFrom('entries').select('seq').where('author_key', '=', 'visitor').execute();
  await after.close();
  expect(rows.length).toBeGreaterThanOrEqual(acknowledged);
  expect(rows.length).toBeLessThanOrEqual(acknowledged + 1);
  expect(output()).not.toContain('a private text');
  for (const line of output()
    .trim()
    .split('\n')
    .filter((one) => one.startsWith('{')))
    expect(() => JSON.parse(line)).not.toThrow();
}, 120_000);

it('[RE19] killed without warning, every acknowledged message is there once, in order, without a gap', async () => {
  const store = await openStore({ dataDir: folder });
  await addSite(store.db, { id: 'demo', origins: ['http://shop.test'] });
  await store.close();
  // Three kills here; the whole twenty under twenty senders are a measurement (`npm run bench`).
  let proof: { visitorId?: string; visitorToken?: string } = {};
  let conversationId = '';
  const acknowledged: number[] = [];
  let next = 0;
  for (let round = 0; round < 3; round++) {
    const { child, ended, ready } = serve({ THEKE_PACE_FACTOR: '1000' });
    const visitor = await connectVisitor({ url: await ready, site: 'demo', origin: 'http://shop.test', ...proof });
    proof = { visitorId: visitor.visitorId, visitorToken: visitor.visitorToken };
    if (!conversationId) conversationId = await visitor.start();
    const untilKill = acknowledged.length + 30 + round * 17;
    const gone = new Promise<null>((done) => visitor.socket.once('disconnect', () => done(null)));
    for (;;) {
      const answer = await Promise.race([
        visitor.ask('message:send', { conversationId, clientId: `m${next}`, text: `${next}` }),
        gone,
      ]);
      if (!answer?.ok) break;
      acknowledged.push(next);
      next += 1;
      if (acknowledged.length === untilKill) child.kill('SIGKILL');
    }
    visitor.close();
    await ended;
  }
  const after = await openStore({ dataDir: folder });
  const rows = await after.db
    .selectFrom('entries')
    .selectAll()
    .where('conversation_id', '=', conversationId)
    .orderBy('seq')
    .execute();
  await after.close();
  expect(rows.map((row) => row.seq)).toEqual(rows.map((_, n) => n + 1));
  const texts = rows.flatMap((row) => (row.client_id ? [Number(row.client_id.slice(1))] : []));
  expect(texts).toEqual(Array.from({ length: texts.length }, (_, n) => n));
  expect(texts.slice(0, acknowledged.length)).toEqual(acknowledged);
}, 240_000);
