import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { createRelay, type Relay } from '../index.ts';
import { anna, type Bench, openBench, vera } from '../testing/bench.ts';
import { httpPowers, serveMatter } from '../testing/http.ts';

let bench: Bench;
let relay: Relay;
let web: Awaited<ReturnType<typeof serveMatter>>;
let shop: Server;
let origin: string;
const hits: (string | undefined)[] = [];

beforeEach(async () => {
  hits.length = 0;
  shop = createServer((req, res) => {
    hits.push(req.url);
    res.writeHead(200, { 'content-type': 'image/svg+xml', 'set-cookie': 'a=b' }).end('<svg onload="alert(1)"/>');
  });
  await new Promise<void>((done) => shop.listen(0, '127.0.0.1', done));
  origin = `http://127.0.0.1:${(shop.address() as AddressInfo).port}`;
  bench = await openBench();
  relay = createRelay({ ...bench.powers, ...httpPowers, siteOrigins: async () => [origin] });
  web = await serveMatter(relay);
});
afterEach(async () => {
  await web.close();
  await relay.stop?.();
  await bench.close();
  shop.close();
});

async function asked() {
  const { id } = await bench.active();
  const share = await relay.agent!['share:ask']!.run(anna(), { conversationId: id });
  return share.ok ? share.value.shareId : '';
}
const get = (shareId: string, agent: string | null = 'anna', u = `${origin}/a.svg`) =>
  fetch(`${web.url}/shares/${shareId}/asset?u=${encodeURIComponent(u)}`, {
    headers: agent ? { 'x-agent': agent } : {},
  });

it('[SH84] only the viewing agent, only while the share is on, gets a file – and never one that can do anything', async () => {
  const shareId = await asked();
  expect((await get(shareId)).status).toBe(404);
  await relay.visitor!['share:answer']!.run(vera(), { shareId, allow: true });
  expect((await get(shareId, null)).status).toBe(401);
  expect((await get(shareId, 'ben')).status).toBe(404);
  expect((await get('shr_other')).status).toBe(404);
  expect((await get(shareId, 'anna', 'http://169.254.169.254/latest')).status).toBe(403);
  expect((await fetch(`${web.url}/shares/${shareId}/asset`, { headers: { 'x-agent': 'anna' } })).status).toBe(400);
  expect(hits).toEqual([]);
  const answer = await get(shareId);
  expect(answer.status).toBe(200);
  expect(Object.fromEntries(answer.headers)).toMatchObject({
    'content-type': 'image/svg+xml',
    'content-security-policy': "sandbox; default-src 'none'; style-src 'unsafe-inline'",
    'x-content-type-options': 'nosniff',
    'cache-control': 'private, max-age=300',
  });
  expect(answer.headers.get('set-cookie')).toBeNull();
  await relay.visitor!['grants:withdraw']!.run(vera(), undefined);
  expect((await get(shareId)).status).toBe(404);
});
