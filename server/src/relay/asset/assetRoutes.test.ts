import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { createPages } from '../../testing/pages.ts';
import { createRelay, type Relay } from '../index.ts';
import { anna, type Bench, ben, openBench, vera } from '../testing/bench.ts';
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
    if (req.url === '/s.css') {
      const css = `.a{background:url(/from-css.png)} .b{background:url("https://evil.test/x.png")}`;
      return void res.writeHead(200, { 'content-type': 'text/css' }).end(css);
    }
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
/** The visitor's page, with these addresses on it. */
async function shows(shareId: string, ...addresses: string[]) {
  await relay.live!['share:join']!.run(vera(), { shareId });
  const pages = createPages(shareId, Date.now());
  await relay.live!['page:chunk']!.run(vera(), pages.begin());
  await relay.live!['page:chunk']!.run(vera(), pages.text(addresses.join(' ')));
}
const get = (shareId: string, agent: string | null = 'anna', u = `${origin}/a.svg`) =>
  fetch(`${web.url}/shares/${shareId}/asset?u=${encodeURIComponent(u)}`, {
    headers: agent ? { 'x-agent': agent } : {},
  });

it('[SH84] only the viewing agent, only while the share is on, gets a file – and never one that can do anything', async () => {
  const shareId = await asked();
  expect((await get(shareId)).status).toBe(404);
  await relay.visitor!['share:answer']!.run(vera(), { shareId, allow: true });
  await shows(shareId, `${origin}/a.svg`);
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

it('[SH250] only what the pages of this share refer to is fetched, and what their style sheets lead on to', async () => {
  const shareId = await asked();
  await relay.visitor!['share:answer']!.run(vera(), { shareId, allow: true });
  await relay.live!['share:join']!.run(anna(), { shareId });
  expect((await get(shareId, 'anna', `${origin}/a.svg`)).status).toBe(403);
  await shows(shareId, `${origin}/s.css`, 'http://169.254.169.254/latest', 'https://evil.test/x.png');
  expect((await get(shareId, 'anna', `${origin}/from-css.png`)).status).toBe(403);
  for (const foreign of ['http://169.254.169.254/latest', 'https://evil.test/x.png', `${origin}/admin/report.png`])
    expect((await get(shareId, 'anna', foreign)).status).toBe(403);
  expect(hits).toEqual([]);
  expect((await get(shareId, 'anna', `${origin}/s.css#a`)).status).toBe(200);
  expect((await get(shareId, 'anna', `${origin}/from-css.png`)).status).toBe(200);
  expect(hits).toEqual(['/s.css', '/from-css.png']);
  // Another share has not shown it.
  const other = await asked();
  await relay.visitor!['share:answer']!.run(vera(), { shareId: other, allow: true });
  expect((await get(other, 'anna', `${origin}/s.css`)).status).toBe(403);
});

it('[SH251] whoever looks on gets the files, too, until they look no longer', async () => {
  const { id } = await bench.active();
  const share = await relay.agent!['share:ask']!.run(anna(), { conversationId: id });
  const shareId = share.ok ? share.value.shareId : '';
  await relay.visitor!['share:answer']!.run(vera(), { shareId, allow: true });
  await shows(shareId, `${origin}/a.svg`);
  expect((await get(shareId, 'ben')).status).toBe(404);
  await relay.agent!['share:watch']!.run(ben({ role: 'supervisor' }), { conversationId: id });
  expect((await get(shareId, 'ben')).status).toBe(200);
  await relay.agent!['share:unwatch']!.run(ben({ role: 'supervisor' }), { shareId });
  expect((await get(shareId, 'ben')).status).toBe(404);
});
