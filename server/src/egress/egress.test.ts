import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, expect, it } from 'vitest';
import { createEgress, type EgressWish } from './egress.ts';
import { isPublicAddress } from './index.ts';

const servers: Server[] = [];
afterEach(() => {
  for (const server of servers.splice(0)) server.close();
});

async function canary(answer: (path: string) => { status?: number; headers?: Record<string, string>; body?: string }) {
  const seen: { path: string; headers: Record<string, unknown> }[] = [];
  const server = createServer((req, res) => {
    seen.push({ path: req.url ?? '', headers: req.headers });
    const { status = 200, headers = {}, body = '' } = answer(req.url ?? '');
    res.writeHead(status, headers).end(body);
  });
  servers.push(server);
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  return { seen, port: (server.address() as AddressInfo).port };
}

const wish = (more: Partial<EgressWish> = {}): EgressWish => ({
  maxBytes: 1000,
  timeoutMs: 2000,
  maxRedirects: 3,
  mayVisit: () => 'public',
  ...more,
});

it('[SE50] private, loopback, link-local, mapped and tunnelled addresses are not public', () => {
  const refused =
    '127.0.0.1 0.0.0.0 10.1.2.3 100.64.0.1 169.254.169.254 172.16.0.1 172.31.255.255 192.168.1.1 198.18.0.1 224.0.0.1 255.255.255.255 ::1 :: ::ffff:127.0.0.1 ::ffff:8.8.8.8 fc00::1 fe80::1 64:ff9b::7f00:1 2002:7f00:1::1 2001:0:1::1 2001:db8::1 ff02::1 localhost 127.1';
  for (const address of refused.split(' ')) expect([address, isPublicAddress(address)]).toEqual([address, false]);
  for (const address of ['8.8.8.8', '172.32.0.1', '2a00:1450::1', '93.184.216.34'])
    expect([address, isPublicAddress(address)]).toEqual([address, true]);
});

it('[SE50] every spelling of our own machine is refused before a connection is made', async () => {
  const { seen, port } = await canary(() => ({ body: 'secret' }));
  const egress = createEgress();
  for (const host of [
    '127.0.0.1',
    '127.1',
    '0',
    '0x7f000001',
    '2130706433',
    '0177.0.0.1',
    '[::1]',
    '[::ffff:7f00:1]',
    'localhost',
  ])
    expect([host, await egress.request(`http://${host}:${port}/`, wish())]).toEqual([
      host,
      { ok: false, why: 'address' },
    ]);
  expect(seen).toEqual([]);
});

it('[SE50] other schemes and addresses with a name before the @ are refused', async () => {
  const egress = createEgress();
  for (const url of ['file:///etc/passwd', 'gopher://x/', 'ftp://x/', 'data:text/css,x'])
    expect(await egress.request(url, wish({ mayVisit: () => 'any' }))).toEqual({ ok: false, why: 'scheme' });
  expect(await egress.request('http://a@127.0.0.1/', wish({ mayVisit: () => 'any' }))).toEqual({
    ok: false,
    why: 'place',
  });
});

it('[SE51] a name that first shows a public address and then ours is connected to what was judged', async () => {
  const { seen, port } = await canary(() => ({}));
  let asked = 0;
  const egress = createEgress({
    lookup: async () => [{ address: asked++ === 0 ? '203.0.113.9' : '127.0.0.1', family: 4 }],
  });
  expect(await egress.request(`http://shop.test:${port}/`, wish())).toEqual({ ok: false, why: 'address' });
  const mixed = createEgress({
    lookup: async () => [
      { address: '93.184.216.34', family: 4 },
      { address: '127.0.0.1', family: 4 },
    ],
  });
  expect(await mixed.request(`http://shop.test:${port}/`, wish())).toEqual({ ok: false, why: 'address' });
  const pinned = createEgress({ lookup: async () => [{ address: '127.0.0.1', family: 4 }] });
  const answer = await pinned.request(`http://shop.test:${port}/x`, wish({ mayVisit: () => 'any' }));
  expect(answer.ok && answer.status).toBe(200);
  expect(seen).toHaveLength(1);
  expect(seen[0]?.headers).toMatchObject({ host: `shop.test:${port}` });
  expect(seen[0]?.headers.cookie).toBeUndefined();
});

it('[SE52] each redirect is judged again, and at most three are followed', async () => {
  const inner = await canary(() => ({ body: 'secret' }));
  const outer = await canary((path) => ({
    status: 302,
    headers: { location: path === '/in' ? `http://127.0.0.1:${inner.port}/` : '/again' },
  }));
  const egress = createEgress();
  const onlyOuter = wish({ mayVisit: (url) => (url.port === String(outer.port) ? 'any' : 'public') });
  expect(await egress.request(`http://127.0.0.1:${outer.port}/in`, onlyOuter)).toEqual({ ok: false, why: 'address' });
  expect(inner.seen).toEqual([]);
  outer.seen.length = 0;
  expect(await egress.request(`http://127.0.0.1:${outer.port}/x`, onlyOuter)).toEqual({ ok: false, why: 'redirects' });
  expect(outer.seen).toHaveLength(4);
});

it('[SE53] an answer over the limit, and one that never comes, end as refusals', async () => {
  const { port } = await canary(() => ({ body: 'x'.repeat(5000) }));
  const egress = createEgress();
  const any = { mayVisit: () => 'any' as const };
  expect(await egress.request(`http://127.0.0.1:${port}/`, wish(any))).toEqual({ ok: false, why: 'tooLarge' });
  const silent = createServer(() => {});
  servers.push(silent);
  await new Promise<void>((done) => silent.listen(0, '127.0.0.1', done));
  const at = `http://127.0.0.1:${(silent.address() as AddressInfo).port}/`;
  expect(await egress.request(at, wish({ ...any, timeoutMs: 50 }))).toEqual({ ok: false, why: 'timeout' });
  silent.closeAllConnections();
});
