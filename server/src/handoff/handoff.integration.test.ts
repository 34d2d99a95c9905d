import { createServer, type IncomingMessage, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { seedChannel } from '../channels/index.ts';
import { isSigned, readSecret, signWebhook } from '../channels/webhook/signature.ts';
import { startTestServer, type TestServer, testOrigin } from '../testing/server.ts';

const secret = 'whsec_Zml4dHVyZS1nZW5lcmljLXdlYmhvb2stc2VjcmV0ISE=';
const key = readSecret(secret)!;
let test: TestServer;
let provider: Server;
const replies: { headers: IncomingMessage['headers']; body: string }[] = [];

beforeEach(async () => {
  replies.length = 0;
  provider = createServer((req, res) => {
    let body = '';
    req.on('data', (part) => (body += part));
    req.on('end', () => {
      replies.push({ headers: req.headers, body });
      res.end('{}');
    });
  });
  await new Promise<void>((done) => provider.listen(0, '127.0.0.1', done));
  test = await startTestServer();
  const replyUrl = `http://127.0.0.1:${(provider.address() as AddressInfo).port}/reply`;
  await seedChannel(test.server.store.db, {
    id: 'ebay',
    siteId: 'demo',
    name: 'eBay',
    skill: 'service',
    secret,
    replyUrl,
    allowPrivate: true,
    now: Date.now(),
  });
});
afterEach(async () => {
  await test.close();
  provider.close();
});

async function post(message: object) {
  const body = JSON.stringify({ type: 'message', thread: 't1', from: [{ kind: 'ext.ebay', value: 'b7' }], ...message });
  const timestamp = String(Math.floor(Date.now() / 1000));
  const id = `evt_${Math.random()}`;
  return fetch(`${test.url}/api/v1/channels/ebay/webhook`, {
    method: 'POST',
    headers: {
      'content-type': 'application/json',
      'webhook-id': id,
      'webhook-timestamp': timestamp,
      'webhook-signature': signWebhook(key, id, timestamp, Buffer.from(body)),
    },
    body,
  });
}
const redeem = (body: object) =>
  fetch(`${test.url}/api/v1/handoffs/redeem`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', origin: testOrigin },
    body: JSON.stringify({ site: 'demo', ...body }),
  });

it('[CN10] [CN20] [HO9] from a post on another channel to the same agent in the shop, in one thread', async () => {
  const ben = await test.agent('ben@demo.shop', { skills: ['service'] });
  expect((await post({ id: 'p1', text: 'Wo bleibt mein Paket?', name: 'Erika', visibility: 'public' })).status).toBe(
    202,
  );
  const { conversationId } = await ben.until(
    'conversation:changed',
    (one) => one.status === 'waiting' && one.headSeq > 1,
  );
  const desk = await ben.must('conversation:accept', { conversationId });
  expect(desk).toMatchObject({
    skill: 'service',
    channel: { kind: 'webhook', name: 'eBay' },
    preview: 'Wo bleibt mein Paket?',
  });

  const receipt = await ben.say(conversationId, 'Ich zeige es Ihnen im Shop.');
  await ben.until('entry:added', ({ entry }) => entry.id === receipt.id && entry.delivery === 'sent');
  const [reply] = replies;
  const { 'webhook-id': id, 'webhook-timestamp': at, 'webhook-signature': signature } = reply!.headers;
  expect(isSigned(key, String(id), String(at), Buffer.from(reply!.body), String(signature))).toBe(true);
  expect(JSON.parse(reply!.body)).toMatchObject({ thread: 't1', text: 'Ich zeige es Ihnen im Shop.', mode: 'public' });

  const made = await ben.must('handoff:create', { conversationId, targetUrl: `${testOrigin}/hilfe` });
  const answer = await redeem({ token: new URL(made.link).hash.replace('#theke=', '') });
  expect(answer.status).toBe(200);
  const entered = (await answer.json()) as { visitorId: string; visitorToken: string };
  expect(entered).toMatchObject({ conversationId, agent: { name: 'ben' }, channel: 'eBay' });

  const erika = await test.visitor({ ...entered, conversationId, afterSeq: 0 });
  expect(erika.welcome.conversation).toMatchObject({ conversationId, status: 'active', agent: { name: 'ben' } });
  await erika.say(conversationId, 'Da bin ich.');
  const { entry } = await ben.until(
    'entry:added',
    (one) => one.entry.body.type === 'text' && one.entry.body.text === 'Da bin ich.',
  );
  expect(entry.leg.kind).toBe('web');
  const page = await ben.must('conversation:resume', { conversationId, afterSeq: 0 });
  expect(page.entries.map(({ body }) => (body.type === 'event' ? body.event.type : body.type))).toEqual([
    'started',
    'post',
    'assigned',
    'text',
    'handedOff',
    'resumed',
    'text',
  ]);
  // From now on answers stay in the shop, until the customer writes on the channel again.
  await ben.say(conversationId, 'Willkommen.');
  await post({ id: 'p2', text: 'Danke!' });
  await ben.until('entry:added', (one) => one.entry.body.type === 'text' && one.entry.body.text === 'Danke!');
  const last = await ben.say(conversationId, 'Gern.');
  await ben.until('entry:added', (one) => one.entry.id === last.id && one.entry.delivery === 'sent');
  expect(replies.map((one) => (JSON.parse(one.body) as { text: string }).text)).toEqual([
    'Ich zeige es Ihnen im Shop.',
    'Gern.',
  ]);
});

it('[HO10] [HO11] a hundred browsers at once: one gets in, the others get what a wrong link gets', async () => {
  const anna = await test.agent('anna@demo.shop');
  const vera = await test.visitor();
  const conversationId = await vera.start();
  await anna.must('conversation:accept', { conversationId });
  const { link } = await anna.must('handoff:create', { conversationId });
  const token = new URL(link).hash.replace('#theke=', '');
  const answers = await Promise.all(Array.from({ length: 100 }, () => redeem({ token })));
  expect(answers.filter((one) => one.ok)).toHaveLength(1);
  const wrong = await redeem({ token: 'AAAAAAAAAAAAAAAAAAAAAA' });
  const bodies = await Promise.all([...answers.filter((one) => !one.ok), wrong].map((one) => one.text()));
  expect(new Set(bodies).size).toBe(1);
});

it('[HO18] digits read out on the phone bring visitor and agent together', async () => {
  const anna = await test.agent('anna@demo.shop');
  const vera = await test.visitor();
  const { digits } = await vera.must('code:show');
  const { claimId } = await anna.must('code:claim', { digits });
  await vera.until('code:claimed', (one) => one.claimId === claimId);
  const connected = await vera.must('code:answer', { claimId, yes: true });
  const told = await anna.until('code:answered');
  expect(told).toEqual({ claimId, conversationId: connected?.conversationId });
  await vera.say(connected!.conversationId, 'Hallo');
  await anna.until('entry:added', ({ entry }) => entry.body.type === 'text' && entry.body.text === 'Hallo');
});

it('[IN40] [IN45] a hundred pages ask, one card is shown, and its yes leads to the agent that was kept', async () => {
  const anna = await test.agent('anna@demo.shop', { skills: ['sales'] });
  const busy = await Promise.all(Array.from({ length: 3 }, () => test.visitor()));
  for (const one of busy) await anna.must('conversation:accept', { conversationId: await one.start('sales') });
  const visitors = await Promise.all(Array.from({ length: 30 }, () => test.visitor()));
  const offers = await Promise.all(
    visitors.map((one) =>
      one.must('invitation:ask', { ruleId: 'r', version: 1, skill: 'sales', terms: { digest: 'd' } }),
    ),
  );
  const shown = offers.flatMap((offer, at) => (offer.show ? [{ offer, visitor: visitors[at]! }] : []));
  expect(shown).toHaveLength(1);
  const { offer, visitor } = shown[0]!;
  await visitor.must('invitation:answer', { token: offer.token, answer: 'accepted' });
  await visitor.must('conversation:start', {
    conversationId: 'cnv_invited',
    via: 'invitation',
    invitationToken: offer.token,
  });
  const row = await test.server.powers.conversations.find('cnv_invited');
  expect(row).toMatchObject({ skill: 'sales', via: 'invitation' });
  expect([row?.agent_id, row?.reserved_for]).toContain(anna.agentId);
});

it.each([
  ['private', true],
  ['public', false],
])('[HO16] on the whole server, too: a %s leg makes the visitor the contact – %s', async (visibility, same) => {
  const ben = await test.agent('ben@demo.shop', { skills: ['service'] });
  await post({ id: 'm1', text: 'Hallo', visibility });
  const { conversationId, contact } = await ben.until('conversation:changed', (one) => one.status === 'waiting');
  await ben.must('conversation:accept', { conversationId });
  const { link } = await ben.must('handoff:create', { conversationId });
  const answer = await redeem({ token: new URL(link).hash.replace('#theke=', '') });
  const { visitorId } = (await answer.json()) as { visitorId: string };
  const visitor = await test.server.store.db
    .selectFrom('visitors')
    .select('contact_id')
    .where('id', '=', visitorId)
    .executeTakeFirstOrThrow();
  expect(visitor.contact_id === contact.contactId).toBe(same);
});
