import { SignJWT } from 'jose';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { startTestServer, type TestServer } from '../testing/server.ts';

let test: TestServer;
let secret: Uint8Array;
beforeAll(async () => {
  test = await startTestServer();
  const row = await test.server.store.db
    .selectFrom('sites')
    .select('settings')
    .where('id', '=', 'demo')
    .executeTakeFirstOrThrow();
  secret = new TextEncoder().encode((JSON.parse(row.settings) as { identitySecret: string }).identitySecret);
});
afterAll(() => test.close());

const sign = (
  claims: Record<string, unknown>,
  over: { exp?: string; aud?: string; key?: Uint8Array; alg?: string } = {},
) =>
  new SignJWT(claims)
    .setProtectedHeader({ alg: over.alg ?? 'HS256' })
    .setIssuedAt()
    .setAudience(over.aud ?? 'demo')
    .setExpirationTime(over.exp ?? '5m')
    .sign(over.key ?? secret);

const contactOf = async (conversationId: string) =>
  test.server.powers.conversations
    .deskView((await test.server.powers.conversations.find(conversationId))!)
    .then((view) => view.contact);

it('[ID2] values without a signature are shown as unverified and link nobody', async () => {
  const known = await test.visitor();
  const first = await known.start();
  await known.must('identity:claim', { token: await sign({ sub: 'c1', email: 'ada@example.org', name: 'Ada' }) });
  const stranger = await test.visitor();
  const second = await stranger.start();
  expect(await stranger.must('identity:claim', { id: 'c1', email: 'ada@example.org', name: 'Ada' })).toEqual({
    verified: false,
  });
  const [mine, theirs] = [await contactOf(first), await contactOf(second)];
  expect(theirs).toMatchObject({ name: 'Ada', email: 'ada@example.org', verified: false, identities: [] });
  expect(mine.contactId).not.toBe(theirs.contactId);
});

it('[ID3] a signature of the shop makes two browsers one contact, and its open conversations follow', async () => {
  const [phone, laptop] = [await test.visitor(), await test.visitor()];
  const [a, b] = [await phone.start(), await laptop.start()];
  const token = await sign({ sub: 'c2', name: 'Grace' });
  expect(await phone.must('identity:claim', { token })).toEqual({ verified: true });
  expect(await laptop.must('identity:claim', { token })).toEqual({ verified: true });
  const contact = await contactOf(a);
  expect(contact).toMatchObject({
    name: 'Grace',
    verified: true,
    identities: [{ kind: 'shop', value: 'c2', assurance: 'signed' }],
  });
  expect(await contactOf(b)).toEqual(contact);
  // What somebody types afterwards does not overwrite what the shop said.
  await laptop.must('identity:claim', { name: 'Mallory' });
  expect((await contactOf(b)).name).toBe('Grace');
});

it('[ID4] another person at the same browser gets a contact of their own', async () => {
  const shared = await test.visitor();
  const first = await shared.start();
  await shared.must('identity:claim', { token: await sign({ sub: 'c3' }) });
  const before = await contactOf(first);
  await shared.must('conversation:end', { conversationId: first });
  await shared.must('identity:claim', { token: await sign({ sub: 'c4' }) });
  const second = await shared.start();
  expect((await contactOf(second)).identities.map((one) => one.value)).toEqual(['c4']);
  expect(await contactOf(first)).toEqual(before);
});

it('[ID5] every trick with a token is refused and changes nothing', async () => {
  const visitor = await test.visitor();
  const conversationId = await visitor.start();
  const none =
    `${btoa('{"alg":"none"}')}.${btoa(`{"sub":"c9","aud":"demo","iat":${Math.floor(Date.now() / 1000)},"exp":9999999999}`)}.`.replaceAll(
      '=',
      '',
    );
  const tokens = [
    none,
    'not.a.token',
    '',
    await sign({ sub: 'c9' }, { key: new TextEncoder().encode('another secret of thirty-two bytes') }),
    await sign({ sub: 'c9' }, { aud: 'other' }),
    await sign({ sub: 'c9' }, { exp: '-1m' }),
    await sign({ sub: 'c9' }, { exp: '2h' }),
    await sign({ sub: 'c9' }, { alg: 'HS512' }),
    await sign({ sub: '' }),
    await sign({}),
    await sign({ sub: 'x'.repeat(101) }),
    await new SignJWT({ sub: 'c9' })
      .setProtectedHeader({ alg: 'HS256' })
      .setAudience('demo')
      .setExpirationTime('5m')
      .sign(secret),
    await new SignJWT({ sub: 'c9', iat: Math.floor(Date.now() / 1000) + 3_600 })
      .setProtectedHeader({ alg: 'HS256' })
      .setAudience('demo')
      .setExpirationTime('2h')
      .sign(secret),
  ];
  for (const [index, token] of tokens.entries()) {
    if (index > 0 && index % 5 === 0) await new Promise((done) => setTimeout(done, 1_000));
    expect(await visitor.ask('identity:claim', { token }), token).toMatchObject({
      refusal: { code: /forbidden|tooOften/ } as never,
    });
  }
  expect(await contactOf(conversationId)).toMatchObject({ verified: false, identities: [] });
});

it('[ID6] an order is kept once, with the visitor it belongs to', async () => {
  const visitor = await test.visitor();
  const order = { id: 'o-1', amountCents: 4990, currency: 'EUR' };
  await visitor.must('order:report', order);
  await visitor.must('order:report', { ...order, amountCents: 1 });
  const rows = await test.server.store.db.selectFrom('orders').selectAll().where('id', '=', 'o-1').execute();
  expect(rows).toMatchObject([{ site_id: 'demo', visitor_id: visitor.visitorId, amount_cents: 4990, currency: 'EUR' }]);
});

it('[ID7] an agent may change the person they help, and no other', async () => {
  const anna = await test.agent('anna@demo.shop');
  const visitor = await test.visitor();
  const conversationId = await visitor.start();
  const { contactId } = await contactOf(conversationId);
  expect(await anna.ask('contact:update', { contactId, note: 'x' })).toMatchObject({ refusal: { code: 'notFound' } });
  await anna.must('conversation:accept', { conversationId });
  expect(await anna.must('contact:update', { contactId, note: 'likes boots' })).toMatchObject({
    contactId,
    note: 'likes boots',
  });
  expect(await anna.ask('contact:update', { contactId: 'con_unknown', note: 'x' })).toMatchObject({
    refusal: { code: 'notFound' },
  });
  const audited = await test.server.store.db
    .selectFrom('audit')
    .selectAll()
    .where('act', '=', 'contact.change')
    .execute();
  expect(audited).toMatchObject([
    { actor: `agent:${anna.agentId}`, thing: `contact:${contactId}`, facts: '{"fields":"note"}' },
  ]);
});
