import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { CallMedia } from '@theke/protocol';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { createPages } from '../testing/pages.ts';
import { startTestServer, type TestServer } from '../testing/server.ts';

// Whole server, real sockets: what the parts promise must hold once they are put together.

let test: TestServer;
const shops: Server[] = [];
beforeEach(async () => {
  test = await startTestServer();
});
afterEach(async () => {
  await test.close();
  for (const shop of shops.splice(0)) shop.close();
});

const media: CallMedia = { microphone: true, camera: true, screen: false };

async function together() {
  const anna = await test.agent('anna@demo.shop', { skills: ['sales'] });
  const vera = await test.visitor();
  const conversationId = await vera.start('sales');
  await anna.must('conversation:accept', { conversationId });
  return { anna, vera, conversationId };
}

it('[SH71] [SH74] [SH72] a page is seen after the visitor’s yes, by the assigned agent, until the visitor stops', async () => {
  const { anna, vera, conversationId } = await together();
  const { shareId } = await anna.must('share:ask', { conversationId });
  await vera.until('share:changed', (share) => share.phase === 'asked');
  const page = await vera.live();
  const view = await anna.live();
  expect(await page.ask('share:join', { shareId })).toMatchObject({ refusal: { code: 'notGranted' } });
  await vera.must('share:answer', { shareId, allow: true });
  await page.must('share:join', { shareId });
  await view.must('share:join', { shareId });
  const first = createPages(shareId).begin();
  await page.must('page:chunk', first);
  const seen = await view.until('page:chunked');
  expect(new Uint8Array(seen.bytes)).toEqual(first.bytes);
  view.tell('pointer:move', { shareId, x: 5, y: 6, inside: true });
  expect(await page.until('pointer:moved')).toMatchObject({ x: 5, y: 6 });
  expect(await view.ask('page:chunk', { shareId, stream: 1, seq: 1, bytes: new Uint8Array(1) })).toMatchObject({
    ok: false,
  });

  await vera.must('grants:withdraw');
  await Promise.all([page.until('share:cut'), view.until('share:cut')]);
  expect(await page.ask('page:chunk', { shareId, stream: 1, seq: 1, bytes: new Uint8Array(1) })).toMatchObject({
    refusal: { code: 'notGranted' },
  });
  await anna.until('share:changed', (share) => share.why === 'stoppedByVisitor');
  const { entries } = await vera.must('conversation:resume', { conversationId, afterSeq: 0 });
  const events = entries.flatMap(({ body }) => (body.type === 'event' ? [body.event.type] : []));
  expect(events).toEqual(['started', 'assigned', 'shareStarted', 'shareEnded']);
});

it('[SH71] the present of a share and a call is in the welcome of a page that loads', async () => {
  const { anna, vera, conversationId } = await together();
  const { shareId } = await anna.must('share:ask', { conversationId });
  const { callId } = await anna.must('call:start', { conversationId });
  const { visitorId, visitorToken } = vera;
  const next = await test.visitor({ visitorId, visitorToken });
  expect(next.welcome).toMatchObject({ share: { shareId, phase: 'asked' }, call: { callId, phase: 'ringing' } });
});

it('[SH74] another visitor and another agent get nothing of a share', async () => {
  const { anna, vera, conversationId } = await together();
  const { shareId } = await anna.must('share:ask', { conversationId });
  await vera.must('share:answer', { shareId, allow: true });
  const mallory = await (await test.visitor()).live();
  const ben = await (await test.agent('ben@demo.shop', { skills: ['sales'] })).live();
  for (const stranger of [mallory, ben]) {
    expect(await stranger.ask('share:join', { shareId })).toMatchObject({ refusal: { code: 'notFound' } });
    expect(await stranger.ask('page:chunk', { shareId, stream: 1, seq: 0, bytes: new Uint8Array(9) })).toMatchObject({
      refusal: { code: 'notGranted' },
    });
  }
  expect(await test.server.metrics.value('chunks_not_granted')).toBe(2);
});

it('[CA34] [CA36] [CA35] two sides find each other, also over a page load and in another tab', async () => {
  const { anna, vera, conversationId } = await together();
  const { callId } = await anna.must('call:start', { conversationId });
  await vera.until('call:changed', (call) => call.phase === 'ringing');
  await vera.must('call:answer', { callId, accept: true });
  await anna.until('call:changed', (call) => call.phase === 'on');
  await vera.must('call:join', { callId, media });
  expect(await anna.must('call:join', { callId, media })).toMatchObject({ epoch: 2, offerer: 'me' });
  expect(await vera.until('call:renewed')).toMatchObject({ epoch: 2, offerer: 'peer' });
  await anna.must('call:signal', { callId, epoch: 2, n: 1, description: { type: 'offer', sdp: 'v=0' } });
  expect(await vera.until('call:signalled')).toMatchObject({ n: 1, description: { sdp: 'v=0' } });
  await vera.must('call:signal', { callId, epoch: 2, n: 1, description: { type: 'answer', sdp: 'v=0' } });
  await anna.until('call:signalled');

  vera.tell('page:leave', { callId });
  await anna.until('call:away');
  const { visitorId, visitorToken } = vera;
  const second = await test.visitor({ visitorId, visitorToken });
  expect(await second.must('call:join', { callId, media })).toMatchObject({ epoch: 3, offerer: 'me' });
  await vera.until('call:changed', (call) => call.why === 'elsewhere');
  await anna.until('call:renewed', (joined) => joined.epoch === 3);
  await anna.must('call:end', { callId, why: 'hungUp' });
  await second.until('call:changed', (call) => call.phase === 'ended');
});

it('[SH84] the asset path knows the agent by the cookie', async () => {
  const shop = createServer((_req, res) => void res.writeHead(200, { 'content-type': 'image/png' }).end('png'));
  shops.push(shop);
  await new Promise<void>((done) => shop.listen(0, '127.0.0.1', done));
  const origin = `http://127.0.0.1:${(shop.address() as AddressInfo).port}`;
  await test.addSite('own', origin);
  const anna = await test.agent('anna@demo.shop', { skills: ['sales'] });
  const vera = await test.visitor({ site: 'own', origin });
  const conversationId = await vera.start('sales');
  await anna.must('conversation:accept', { conversationId });
  const { shareId } = await anna.must('share:ask', { conversationId });
  await vera.must('share:answer', { shareId, allow: true });
  const page = await vera.live();
  await page.must('share:join', { shareId });
  await page.must('page:chunk', createPages(shareId).begin({ type: 3, data: { src: `${origin}/a.png` } }));
  const get = (headers: Record<string, string>) =>
    fetch(`${test.url}/api/v1/shares/${shareId}/asset?u=${encodeURIComponent(`${origin}/a.png`)}`, { headers });
  expect((await get({})).status).toBe(401);
  const answer = await get({ cookie: anna.cookie });
  expect([answer.status, await answer.text()]).toEqual([200, 'png']);
  expect(answer.headers.get('content-security-policy')).toBe("sandbox; default-src 'none'; style-src 'unsafe-inline'");
});
