import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { silentLog } from '@theke/kit';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { readConfig } from './config.ts';
import { createServer, type TheServer } from './createServer.ts';

let folder: string;
let server: TheServer;
let url: string;
beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'theke-http-'));
  const files = {
    'loader/theke.js': 'loader'.repeat(500),
    'loader/theke-abc123.js': 'loader',
    'widget/assets/chat-1.js': 'chat',
    'widget/manifest.json': '{}',
    'console/index.html': '<!doctype html>',
    'console/assets/main-1.js': 'console',
    'secret.txt': 'secret',
  };
  for (const [name, text] of Object.entries(files)) {
    const path = join(folder, 'dist', name);
    mkdirSync(join(path, '..'), { recursive: true });
    writeFileSync(path, text);
  }
  const reading = readConfig({ THEKE_PORT: '0', THEKE_DATA_DIR: join(folder, 'data'), THEKE_HOST: '127.0.0.1' });
  if (!reading.ok) throw new Error();
  server = await createServer({ config: reading.config, log: silentLog, dist: join(folder, 'dist') });
  url = `http://127.0.0.1:${(await server.listen()).port}`;
});
afterAll(async () => {
  await server.close();
  rmSync(folder, { recursive: true, force: true });
});

const get = (path: string, headers: Record<string, string> = {}) => fetch(url + path, { headers, redirect: 'manual' });

it('[SE33] the loader may be embedded from anywhere and becomes new within minutes; hashed files never change', async () => {
  const loader = await get('/theke.js', { 'accept-encoding': 'gzip' });
  expect(await loader.text()).toBe('loader'.repeat(500));
  expect(loader.headers.get('content-encoding')).toBe('gzip');
  expect(loader.headers.get('cross-origin-resource-policy')).toBe('cross-origin');
  expect(loader.headers.get('cache-control')).toBe('public, max-age=300');
  for (const path of ['/theke-abc123.js', '/assets/chat-1.js']) {
    const file = await get(path);
    expect(file.headers.get('cache-control')).toContain('immutable');
    expect(file.headers.get('access-control-allow-origin')).toBe('*');
    expect(file.headers.get('content-type')).toContain('javascript');
  }
  const again = await get('/theke.js', { 'if-none-match': loader.headers.get('etag')! });
  expect(again.status).toBe(304);
});

it('[SE34] nothing outside the built folders is served', async () => {
  for (const path of [
    '/../secret.txt',
    '/%2e%2e/secret.txt',
    '/..%2fsecret.txt',
    '/assets/../manifest.json',
    '/assets/..%2fmanifest.json',
    '/console/%00',
    '/%ff',
    '/secret.txt',
    '/widget/manifest.json',
  ]) {
    const answer = await get(path);
    expect([path, answer.status]).toEqual([path, 404]);
    expect(await answer.text()).not.toContain('secret"');
  }
});

it('[SE35] the console comes with a policy that lets nothing run or load but our own', async () => {
  const page = await get('/console/');
  expect(await page.text()).toBe('<!doctype html>');
  const host = new URL(url).host;
  expect(page.headers.get('content-security-policy')).toBe(
    `default-src 'none'; script-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data: blob:; connect-src 'self' ws://${host} wss://${host}; media-src 'self' blob:; font-src 'self' data:; frame-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'`,
  );
  expect(page.headers.get('cache-control')).toBe('no-cache');
  expect(page.headers.get('x-content-type-options')).toBe('nosniff');
  expect(page.headers.get('referrer-policy')).toBe('no-referrer');
  expect((await get('/console/assets/main-1.js')).headers.get('cache-control')).toContain('immutable');
  expect((await get('/console')).headers.get('location')).toBe('/console/');
});

it('[SE35] everything else may load nothing at all', async () => {
  const answer = await get('/api/v1/me');
  expect(answer.headers.get('content-security-policy')).toBe("default-src 'none';frame-ancestors 'none'");
  expect(answer.headers.get('cache-control')).toBe('no-store');
  expect(answer.headers.get('x-powered-by')).toBeNull();
});

it('[SE16] unknown addresses are problems with a code', async () => {
  for (const path of ['/api/v1/nonsense', '/nonsense']) {
    const answer = await get(path);
    expect(answer.headers.get('content-type')).toContain('application/problem+json');
    expect(await answer.json()).toMatchObject({ status: 404, code: 'notFound' });
  }
});

it('[RE20] live and ready are told apart, and the metrics can be read', async () => {
  expect([(await get('/livez')).status, (await get('/readyz')).status]).toEqual([200, 200]);
  await get('/socket.io/?EIO=4&transport=polling');
  const text = await (await get('/metrics')).text();
  for (const name of ['theke_sockets{of="visitor"} 0', 'theke_visits 0', 'theke_handlers_running 0'])
    expect(text).toContain(name);
});

it('[RE20] a database that does not answer makes the server unready, not dead', async () => {
  const { store } = server;
  const probe = store.probe;
  store.probe = () => Promise.reject(new Error('gone'));
  const ready = await get('/readyz');
  expect([ready.status, await ready.json()]).toEqual([503, { ok: false, why: 'database' }]);
  expect((await get('/livez')).status).toBe(200);
  store.probe = probe;
});
