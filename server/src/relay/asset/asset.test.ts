import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, expect, it } from 'vitest';
import { createEgress } from '../../egress/index.ts';
import { createAssets } from './assets.ts';
import { createByteCache } from './cache.ts';
import { rewriteCss } from './css.ts';

const servers: Server[] = [];
afterEach(() => {
  for (const server of servers.splice(0)) server.close();
});

async function shop(
  files: Record<string, { type: string; body: string | Buffer; status?: number; location?: string }>,
) {
  const hits: string[] = [];
  const server = createServer((req, res) => {
    hits.push(`${req.url} ${req.headers.cookie ?? ''}`.trim());
    const file = files[req.url ?? ''];
    if (!file) return void res.writeHead(404).end();
    res.writeHead(file.status ?? 200, {
      'content-type': file.type,
      ...(file.location ? { location: file.location } : {}),
    });
    res.end(file.body);
  });
  servers.push(server);
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  return { origin: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, hits };
}

const assets = (nowMs = () => 0) => createAssets({ egress: createEgress(), now: nowMs });

it('[SH80] only addresses of the site are fetched, redirects away from it are not followed', async () => {
  const foreign = await shop({ '/x.png': { type: 'image/png', body: 'foreign' } });
  const own = await shop({
    '/a.png': { type: 'image/png', body: 'own' },
    '/away.png': { type: 'image/png', body: '', status: 302, location: `${foreign.origin}/x.png` },
  });
  const origins = [own.origin];
  const read = assets().read;
  expect(await read('demo', `${own.origin}/a.png`, origins)).toMatchObject({ ok: true, contentType: 'image/png' });
  for (const address of [
    `${foreign.origin}/x.png`,
    `${own.origin}.evil.test/a.png`,
    `${own.origin.replace('http://', 'http://a@')}/a.png`,
    `${own.origin.replace('http:', 'https:')}/a.png`,
    'file:///etc/passwd',
    'javascript:1',
    'asset',
  ])
    expect([address, await read('demo', address, origins)]).toEqual([address, { ok: false, why: 'place' }]);
  expect(await read('demo', `${own.origin}/away.png`, origins)).toEqual({ ok: false, why: 'place' });
  expect(foreign.hits).toEqual([]);
});

it('[SH81] only pictures, fonts and style sheets pass', async () => {
  const own = await shop({
    '/page': { type: 'text/html; charset=utf-8', body: '<script>1</script>' },
    '/app.js': { type: 'text/javascript', body: '1' },
    '/data': { type: 'application/json', body: '{}' },
    '/f.woff2': { type: 'font/woff2', body: 'f' },
  });
  const read = assets().read;
  for (const path of ['/page', '/app.js', '/data'])
    expect(await read('demo', own.origin + path, [own.origin])).toEqual({ ok: false, why: 'kind' });
  expect(await read('demo', `${own.origin}/f.woff2`, [own.origin])).toMatchObject({ ok: true });
  expect(await read('demo', `${own.origin}/none`, [own.origin])).toEqual({ ok: false, why: 'failed' });
});

it('[SH82] addresses in a style sheet lead to the same guarded path, foreign ones and imports are gone', async () => {
  const own = await shop({});
  const css = `@import url("https://evil.test/a.css"); @im\\70ort 'https://evil.test/b.css';
    .a{background:url(/pic.png)} .b{background:u\\72l( "https://evil.test/c.png" )} .c{content:"url(x)"}
    .d{background:image-set("https://evil.test/d.png" 1x, 'e.png' 2x)} .e{src:src("https://evil.test/f")} /* url(https://evil.test/g) */
    .f{fill:url(#grad)} .g{background:url(data:image/gif;base64,R0)} .h{background:url(data:text/html,x)}`;
  const sheet = await shop({ '/css/s.css': { type: 'text/css', body: css } });
  const answer = await assets().read('demo', `${sheet.origin}/css/s.css`, [sheet.origin, own.origin]);
  const text = answer.ok ? answer.body.toString() : '';
  expect(text).not.toContain('evil.test');
  expect(text).not.toMatch(/import/i);
  expect(text).toContain(`url("?u=${encodeURIComponent(`${sheet.origin}/pic.png`)}")`);
  expect(text).toContain(`url("?u=${encodeURIComponent(`${sheet.origin}/css/e.png`)}")`);
  expect(text).toContain('content:"url(x)"');
  expect(text).toContain('url("#grad")');
  expect(text).toContain('url("data:image/gif;base64,R0")');
  expect(text).not.toContain('data:text/html');
});

it('[SH82] broken style sheets end, whatever they end in', () => {
  const pieces = [
    'url(',
    '"',
    "'",
    '\\',
    '@import',
    '@',
    '/*',
    'image-set(',
    ')',
    'a',
    '\\72',
    '\n',
    ';',
    '{',
    '}',
    'url("x',
  ];
  let seed = 7;
  const random = () => {
    seed = (seed * 16807) % 2147483647;
    return seed / 2147483647;
  };
  for (let run = 0; run < 3000; run++) {
    const css = Array.from({ length: 8 }, () => pieces[Math.floor(random() * pieces.length)]).join('');
    expect(typeof rewriteCss(css, () => null)).toBe('string');
  }
});

it('[SH83] ten views within a minute are one fetch, without cookies', async () => {
  const own = await shop({ '/a.png': { type: 'image/png', body: 'own' } });
  let now = 0;
  const { read } = assets(() => now);
  for (let view = 0; view < 10; view++) await read('demo', `${own.origin}/a.png`, [own.origin]);
  expect(own.hits).toEqual(['/a.png']);
  now = 61_000;
  await read('demo', `${own.origin}/a.png`, [own.origin]);
  expect(own.hits).toHaveLength(2);
});

it('[SH83] the cache forgets what was used longest ago and never grows over its bound', () => {
  const cache = createByteCache<{ bytes: number }>(100);
  cache.write('a', { bytes: 25 });
  for (const key of ['b', 'c', 'd']) cache.write(key, { bytes: 25 });
  cache.read('a');
  cache.write('e', { bytes: 25 });
  expect(cache.read('b')).toBeUndefined();
  expect(cache.read('a')).toBeDefined();
  cache.write('huge', { bytes: 26 });
  expect(cache.read('huge')).toBeUndefined();
});
