import { seedChannel } from '../../channels/index.ts';
import { readSecret, signWebhook } from '../../channels/webhook/signature.ts';
import { type TestServer, testOrigin, testPassword, testSite } from '../../testing/server.ts';
import { seedShop } from '../../uplift/seed.ts';

// biome-ignore lint/suspicious/noExplicitAny: answers of every kind are looked into.
type Call = (method: string, path: string, body?: unknown, headers?: Record<string, string>) => Promise<any>;

const rule = (id: string) => ({
  id,
  version: 1,
  when: { op: 'dwell', what: 'page', ms: 60_000 },
  offer: { skill: 'sales', text: { en: 'Questions?', de: 'Fragen?' } },
  holdout: { share: 0.1, salt: 'one', windowMs: 86_400_000 },
});
const seeded = { visitors: 600, holdoutShare: 0.2, baseRate: 0.1, effect: 0.3, selfSelection: 3, days: 20, seed: 1 };

/** Uses every address under /api/v1 so that each gives every kind of answer it has, and some refusals. */
export async function useEveryAddress(test: TestServer): Promise<void> {
  const key = await test.addKey('*');
  const call: Call = async (method, path, body, headers = {}) => {
    const answer = await fetch(`${test.url}/api/v1${path}`, {
      method,
      headers: { authorization: `Bearer ${key}`, 'content-type': 'application/json', ...headers },
      body: body === undefined ? undefined : JSON.stringify(body),
    });
    const text = await answer.text();
    return answer.headers.get('content-type')?.includes('json') ? JSON.parse(text) : text;
  };
  await conversations(test, call);
  await ordersAndReports(test, call);
  await rulesAndPages(call);
  await agentsAndProviders(test, call);
}

async function conversations(test: TestServer, call: Call) {
  const anna = await test.agent('anna@demo.shop', { skills: ['sales'] });
  const wish = {
    siteId: testSite,
    contact: { name: 'Erika', email: 'erika@example.org' },
    text: 'Hello',
    skill: 'sales',
  };
  const { conversationId: id, contact } = await call('POST', '/conversations', wish, { 'idempotency-key': 'a' });
  await anna.must('conversation:accept', { conversationId: id });
  await anna.say(id, 'Good day');
  for (let count = 0; count < 2; count++)
    await call('POST', `/conversations/${id}/messages`, { text: 'One more thing', clientId: 'crm-1' });
  const visitor = await test.visitor();
  await visitor.start('sales');
  await call('GET', '/conversations?limit=1');
  await call('GET', '/conversations?limit=50');
  await call('GET', `/conversations/${id}`);
  await call('GET', '/conversations/never');
  const { code } = await call('POST', `/conversations/${id}/handoffs`, {});
  await call('POST', '/handoffs/redeem', { site: testSite, code }, { origin: testOrigin });
  await call('POST', '/handoffs/redeem', { site: testSite, code }, { origin: 'http://evil.test' });
  await call('GET', `/contacts/${contact.contactId}`);
  await call('PATCH', `/contacts/${contact.contactId}`, { note: 'prefers phone' });
  await call('POST', `/conversations/${id}/close`);
  await call('GET', `/conversations/${id}`);
  await call('POST', `/conversations/${id}/messages`, { text: 'Too late' });
}

async function ordersAndReports(test: TestServer, call: Call) {
  const order = { orderId: 'W-1', amount: 129.9, currency: 'EUR', site: testSite };
  for (let count = 0; count < 2; count++) {
    await call('POST', '/orders', order);
    await call('POST', '/orders/W-1/refunds', { refundId: 'r', amount: 20 });
  }
  await call('POST', '/orders/W-1/refunds', { refundId: 'more', amount: 2_000 });
  await call('POST', '/orders/told', { site: testSite, id: 'P-1', amountCents: 100, currency: 'EUR' });
  await call('GET', '/reports/service');
  await call('GET', '/reports/uplift');
  const { experimentId } = await seedShop(test.server.store.db, seeded);
  await call('GET', `/reports/uplift?experiment=${experimentId}`);
  await call('GET', '/reports/uplift?experiment=never');
  await call('GET', `/reports/uplift/${experimentId}/rows`);
}

async function rulesAndPages(call: Call) {
  await call('PUT', `/rules?site=${testSite}`, { rules: [rule('one'), { ...rule('two'), mode: 'off' }] });
  await call('PUT', '/rules', { rules: [{}] });
  const { revision } = await call('GET', `/rules/one?site=${testSite}`);
  await call('PUT', `/rules/one?site=${testSite}`, { ...rule('one'), priority: 3 }, { 'if-match': `"${revision}"` });
  await call('PUT', `/rules/one?site=${testSite}`, { ...rule('one'), priority: 4 }, { 'if-match': `"${revision}"` });
  await call('GET', `/rules?site=${testSite}`);
  await call('DELETE', `/rules/two?site=${testSite}`);
  for (const site of [testSite, 'nowhere']) await call('GET', `/rules/live?site=${site}`);
  const ask = { site: testSite, ruleId: 'mine', version: 1, skill: 'sales', terms: { digest: 'a' } };
  const { token } = await call('POST', '/invitations/ask', ask, { origin: testOrigin });
  await call('POST', '/invitations/ask', { ...ask, skill: 'nobody-has-it' }, { origin: testOrigin });
  await call('POST', '/invitations/answer', { site: testSite, token, answer: 'dismissed' }, { origin: testOrigin });
}

async function agentsAndProviders(test: TestServer, call: Call) {
  const root = await test.agent('root@demo.shop', { role: 'admin' });
  const signIn = { email: 'root@demo.shop', password: testPassword };
  await call('POST', '/sign-in', signIn, { origin: test.url });
  await call('POST', '/sign-in', { ...signIn, password: 'wrong' });
  const cookie = await test.signIn('root@demo.shop');
  await call('GET', '/me', undefined, { cookie });
  await call('GET', '/me');
  await call('GET', `/debug?site=${testSite}`, undefined, { cookie, origin: testOrigin });
  await call('POST', '/sign-out', {}, { cookie, origin: test.url, 'x-theke': '1' });
  await call('GET', '/recordings/never/parts');
  await call('GET', '/shares/never/asset?u=x');
  const pay = 'https://pay.shop.test';
  await root.must('privacy:write', {
    ...{ siteId: testSite, version: 0, preset: 'shop', capture: false, recording: true, recordingDays: 7 },
    rules: [{ selector: '#dates', mark: 'show' }],
    frames: [pay],
  });
  await call('GET', `/frames?site=${testSite}`, undefined, { origin: pay });
  await call('GET', '/openapi.json');
  await webhook(test, call);
}

async function webhook(test: TestServer, call: Call) {
  const secret = 'whsec_Zml4dHVyZS1nZW5lcmljLXdlYmhvb2stc2VjcmV0ISE=';
  await seedChannel(test.server.store.db, { id: 'ebay', siteId: testSite, name: 'eBay', secret, now: Date.now() });
  const said = { type: 'message', id: 'm1', thread: 't1', from: [{ kind: 'ext.ebay', value: 'b7' }], text: 'Hello' };
  const timestamp = String(Math.floor(Date.now() / 1_000));
  const signed = (signature: string) =>
    call('POST', '/channels/ebay/webhook', said, {
      'webhook-id': 'evt_1',
      'webhook-timestamp': timestamp,
      'webhook-signature': signature,
    });
  await signed(signWebhook(readSecret(secret)!, 'evt_1', timestamp, Buffer.from(JSON.stringify(said))));
  await signed('v1,bm9ib2R5');
}
