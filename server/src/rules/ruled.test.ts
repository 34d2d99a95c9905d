import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { silentLog } from '@theke/kit';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { addKey } from '../auth/keys.ts';
import { readConfig } from '../config.ts';
import { createServer, type TheServer } from '../createServer.ts';
import { addSite } from '../sites/sites.ts';
import { ruledMark, ruledWord } from './ruled.ts';

const loader = `const ruled="${ruledMark}";${'/* the rest */'.repeat(100)}`;
const shop = 'http://shop.test';
let folder: string;
let server: TheServer;
let url: string;
let key: string;
beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'theke-ruled-'));
  mkdirSync(join(folder, 'dist/loader'), { recursive: true });
  writeFileSync(join(folder, 'dist/loader/theke.js'), loader);
  writeFileSync(join(folder, 'dist/loader/theke-abc123.js'), loader);
  const reading = readConfig({ THEKE_PORT: '0', THEKE_DATA_DIR: join(folder, 'data'), THEKE_HOST: '127.0.0.1' });
  if (!reading.ok) throw new Error();
  server = await createServer({ config: reading.config, log: silentLog, dist: join(folder, 'dist') });
  const { db } = server.store;
  await addSite(db, { id: 'demo', origins: [shop] });
  await addSite(db, { id: 'second', origins: [shop] });
  await addSite(db, { id: 'plain', origins: ['http://plain.test'] });
  key = (await addKey(db, { name: 'x', scopes: ['rules:write'] })).secret;
  url = `http://127.0.0.1:${(await server.listen()).port}`;
});
afterAll(async () => {
  await server.close();
  rmSync(folder, { recursive: true, force: true });
});

async function put(site: string, modes: string[], settings = {}) {
  const rules = modes.map((mode, n) => ({
    id: `r${n}`,
    version: 1,
    mode,
    when: { op: 'idle', ms: 1_000 },
    offer: { skill: 'sales', text: { en: 'Questions?', de: 'Fragen?' } },
  }));
  const answer = await fetch(`${url}/api/v1/rules`, {
    method: 'PUT',
    headers: { authorization: `Bearer ${key}`, 'content-type': 'application/json' },
    body: JSON.stringify({ site, rules, settings }),
  });
  expect(answer.status).toBe(200);
}
const get = (referer?: string, headers: Record<string, string> = {}, path = '/theke.js') =>
  fetch(url + path, { headers: { ...(referer && { referer }), ...headers } });
const said = async (answer: Response) => /^const ruled="(.*?)";/.exec(await answer.text())?.[1];

it('[IN186] the loader knows from the address of its page which sites there have rules; not knowing is a star', async () => {
  expect(await said(await get(`${shop}/checkout`))).toBe('');
  await put('demo', ['live']);
  expect(await said(await get(`${shop}/checkout`))).toBe('demo');
  await put('second', ['off', 'shadow']);
  expect(await said(await get(`${shop}/`))).toBe('demo,second');
  await put('second', ['off']);
  expect(await said(await get(`${shop}/`))).toBe('demo');
  await put('demo', ['live'], { on: false });
  expect(await said(await get(`${shop}/`))).toBe('');
  await put('demo', ['live'], { on: true });
  expect(await said(await get('http://plain.test/'))).toBe('');
  for (const stranger of ['http://evil.test/', 'http://shop.test.evil.test/'])
    expect([stranger, await said(await get(stranger))]).toEqual([stranger, '']);
  for (const silent of [undefined, 'nonsense', 'null'])
    expect([silent, await said(await get(silent))]).toEqual([silent, '*']);
});

it('[IN187] each form of the loader has its own tag, is packed, and says by what it differs', async () => {
  await put('demo', ['live']);
  const here = await get(`${shop}/`, { 'accept-encoding': 'br' });
  expect(here.headers.get('content-encoding')).toBe('br');
  expect(here.headers.get('vary')).toBe('Referer, Accept-Encoding');
  expect(here.headers.get('cache-control')).toBe('public, max-age=300');
  expect(await said(here)).toBe('demo');
  const etag = here.headers.get('etag')!;
  const away = await get('http://plain.test/', { 'if-none-match': etag });
  expect([away.status, away.headers.get('etag') === etag]).toEqual([200, false]);
  expect((await get(`${shop}/other?q=1`, { 'if-none-match': etag })).status).toBe(304);
  const head = await fetch(`${url}/theke.js`, {
    method: 'HEAD',
    headers: { referer: shop, 'accept-encoding': 'identity' },
  });
  expect([head.headers.get('etag'), head.headers.get('content-length')]).toEqual([
    etag,
    String(loader.length - ruledMark.length + 'demo'.length),
  ]);
  await put('demo', []);
  expect((await get(`${shop}/`, { 'if-none-match': etag })).status).toBe(200);
  const pinned = await get(`${shop}/`, {}, '/theke-abc123.js');
  expect(pinned.headers.get('vary')).toBe('Accept-Encoding');
  expect(pinned.headers.get('cache-control')).toContain('immutable');
  expect(await pinned.text()).toBe(loader);
});

it('[IN187] a database that rests takes nobody’s launcher away, and no name of a site becomes a program', async () => {
  const all = (id: string) => async () => [{ id, name: id, origins: [shop], settings: {} }];
  const gone = async () => {
    throw new Error('gone');
  };
  expect(await ruledWord(`${shop}/`, { sites: { all: gone }, has: async () => true })).toBe('*');
  expect(await ruledWord(`${shop}/`, { sites: { all: all('a') }, has: gone })).toBe('*');
  expect(await ruledWord(`${shop}/`, { sites: { all: all('a"+x+"') }, has: async () => true })).toBe('*');
  expect(await ruledWord(`${shop}/`, { sites: { all: all('a') }, has: async () => true })).toBe('a');
});
