import type { Handoff } from '@theke/protocol';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Matter } from '../powers.ts';
import { anna, type Bench, openBench, settled, vera } from '../relay/testing/bench.ts';
import { httpPowers, serveMatter } from '../relay/testing/http.ts';
import { createHandoff } from './index.ts';

const shop = 'https://shop.test';
let bench: Bench;
let handoff: Matter;
let web: Awaited<ReturnType<typeof serveMatter>>;
beforeEach(async () => {
  bench = await openBench();
  handoff = createHandoff({ ...bench.powers, ...httpPowers });
  await handoff.start?.();
  web = await serveMatter(handoff);
  await bench.db
    .insertInto('sites')
    .values({ id: 'demo', name: 'Demo', origins: JSON.stringify([shop]), settings: '{}', created_at: 0 })
    .execute();
});
afterEach(async () => {
  await web.close();
  await handoff.stop?.();
  await bench.close();
});

async function issued(conversationId: string, targetUrl?: string): Promise<Handoff> {
  const made = await handoff.agent!['handoff:create']!.run(anna(), { conversationId, targetUrl });
  if (!made.ok) throw new Error(made.refusal.code);
  return made.value;
}
const redeem = (body: object, origin: string | null = shop) =>
  fetch(`${web.url}/handoffs/redeem`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...(origin ? { origin } : {}) },
    body: JSON.stringify({ site: 'demo', ...body }),
  });
const tokenOf = (made: Handoff) => new URL(made.link).hash.replace('#theke=', '');

async function fromChannel(visibility = 'private') {
  const conversation = await bench.active({ visitor_id: null });
  await bench.db
    .insertInto('channels')
    .values({ id: 'chn', site_id: 'demo', kind: 'webhook', name: 'eBay', settings: '{}', skill: null, created_at: 0 })
    .execute();
  await bench.conversations.addLeg(conversation.id, { kind: 'webhook', channelId: 'chn', threadKey: 't', visibility });
  return conversation;
}

describe('issuing', () => {
  it('[HO5] the agent of the conversation gets a link into the shop, a code and digits; nobody else does', async () => {
    const { id } = await fromChannel();
    const made = await issued(id, `${shop}/p/42?x=1#top`);
    expect(made.link).toMatch(/^https:\/\/shop\.test\/p\/42\?x=1#theke=[\w-]{22}$/);
    expect(made.code).toMatch(/^[B-Z]{4}-[B-Z]{4}$/);
    expect(made.digits).toMatch(/^\d{3} \d{3} \d{3} \d$/);
    expect((await issued(id)).link).toMatch(/^https:\/\/shop\.test\/#theke=/);
    const create = handoff.agent!['handoff:create']!;
    expect(await create.run(anna({ agentId: 'ben' }), { conversationId: id })).toMatchObject({ ok: false });
    for (const targetUrl of ['https://evil.test/', 'https://shop.test.evil.test/', 'https://a@shop.test/'])
      expect(await create.run(anna(), { conversationId: id, targetUrl })).toMatchObject({
        refusal: { code: 'foreignOrigin' },
      });
    expect((await bench.conversations.bodies(id))[0]).toMatchObject({ event: { type: 'handedOff', channel: 'eBay' } });
  });

  it('[HO6] what was shown is stored nowhere, not even in the audit', async () => {
    const { id } = await fromChannel();
    const made = await issued(id);
    const everything = JSON.stringify([
      await bench.db.selectFrom('handoffs').selectAll().execute(),
      await bench.db.selectFrom('entries').selectAll().execute(),
      await bench.db.selectFrom('settings').selectAll().execute(),
      bench.audits,
      bench.told,
    ]);
    for (const secret of [
      tokenOf(made),
      made.code,
      made.code.replace('-', ''),
      made.digits,
      made.digits.replaceAll(' ', ''),
    ])
      expect(everything).not.toContain(secret);
  });

  it('[HO7] a fourth open hand-off takes back the oldest', async () => {
    const { id } = await fromChannel();
    const made = [];
    for (let n = 0; n < 4; n++) {
      made.push(await issued(id));
      await bench.advance(1);
    }
    expect((await redeem({ token: tokenOf(made[0]!) })).status).toBe(404);
    expect((await redeem({ token: tokenOf(made[1]!) })).status).toBe(200);
    expect((await redeem({ token: tokenOf(made[3]!) })).status).toBe(200);
  });

  it('[HO8] a key with the scope may issue for its own site, and gets the same answer', async () => {
    const { id } = await fromChannel();
    const post = (authorization: string) =>
      fetch(`${web.url}/conversations/${id}/handoffs`, { method: 'POST', headers: { authorization } });
    const made = await post('Bearer handoffs:write');
    expect(made.status).toBe(201);
    expect(Object.keys((await made.json()) as object).sort()).toEqual(['code', 'digits', 'expiresAt', 'id', 'link']);
    expect((await post('Bearer handoffs:write other')).status).toBe(404);
    expect((await post('Bearer reports:read')).status).toBe(401);
  });
});

describe('redeeming', () => {
  it('[HO9] the visitor comes into the same conversation, before the same agent', async () => {
    const { id } = await fromChannel();
    const made = await issued(id);
    const answer = await redeem({ token: tokenOf(made) });
    expect(answer.status).toBe(200);
    expect(answer.headers.get('access-control-allow-origin')).toBe(shop);
    expect(answer.headers.get('cache-control')).toBe('no-store');
    const entered = (await answer.json()) as { visitorId: string };
    expect(entered).toMatchObject({ conversationId: id, agent: { agentId: 'anna' }, channel: 'eBay' });
    expect(bench.conversations.joins).toEqual([`${id} ${entered.visitorId} eBay`]);
    expect(await bench.powers.conversations.find(id)).toMatchObject({ agent_id: 'anna', status: 'active' });
  });

  it('[HO10] of a hundred at once exactly one wins, and the others learn nothing', async () => {
    const { id } = await fromChannel();
    const made = await issued(id);
    const answers = await Promise.all(Array.from({ length: 100 }, () => redeem({ token: tokenOf(made) })));
    expect(answers.filter((one) => one.status === 200)).toHaveLength(1);
    const bodies = new Set(await Promise.all(answers.filter((one) => one.status !== 200).map((one) => one.text())));
    expect(bodies.size).toBe(1);
    expect(bench.conversations.joins).toHaveLength(1);
  });

  it('[HO11] unknown, expired, used, revoked and another site’s get one and the same answer', async () => {
    const { id } = await fromChannel();
    const [used, expired, revoked] = [await issued(id), await issued(id), await issued(id)];
    await redeem({ token: tokenOf(used) });
    await bench.db.updateTable('handoffs').set({ state: 'revoked' }).where('id', '=', revoked.id).execute();
    await bench.db
      .updateTable('handoffs')
      .set({ link_expires_at: bench.clock.now() })
      .where('id', '=', expired.id)
      .execute();
    await bench.db.updateTable('handoffs').set({ site_id: 'other' }).where('id', '=', used.id).execute();
    const seen = new Set<string>();
    for (const token of ['AAAAAAAAAAAAAAAAAAAAAA', tokenOf(used), tokenOf(expired), tokenOf(revoked)]) {
      const answer = await redeem({ token });
      seen.add(`${answer.status} ${await answer.text()}`);
    }
    expect(seen.size).toBe(1);
    expect([...seen][0]).toMatch(/^404 .*notFound/);
  });

  it('[HO12] code and digits work for fifteen minutes, the link for a day; one use ends all three', async () => {
    const { id } = await fromChannel();
    const byCode = await issued(id);
    expect((await redeem({ code: byCode.code.toLowerCase() })).status).toBe(200);
    expect((await redeem({ token: tokenOf(byCode) })).status).toBe(404);
    const byDigits = await issued(id);
    expect((await redeem({ code: byDigits.digits })).status).toBe(200);
    const late = await issued(id);
    await bench.advance(15 * 60_000);
    expect((await redeem({ code: late.code })).status).toBe(404);
    expect((await redeem({ code: late.digits })).status).toBe(404);
    await bench.advance(23.7 * 60 * 60_000);
    expect((await redeem({ token: tokenOf(late) })).status).toBe(200);
    const tooLate = await issued(id);
    await bench.advance(24 * 60 * 60_000);
    expect((await redeem({ token: tokenOf(tooLate) })).status).toBe(404);
  });

  it('[HO13] the same browser may open its link again; another one may not', async () => {
    const { id } = await fromChannel();
    const made = await issued(id);
    const first = (await (await redeem({ token: tokenOf(made) })).json()) as {
      visitorId: string;
      visitorToken: string;
    };
    const { visitorId, visitorToken } = first;
    const again = await redeem({ token: tokenOf(made), visitorId, visitorToken });
    expect(await again.json()).toEqual(first);
    expect(bench.conversations.joins).toHaveLength(1);
    expect((await redeem({ token: tokenOf(made), visitorId, visitorToken: 'guessed' })).status).toBe(404);
  });

  it('[HO14] only pages of the site may redeem', async () => {
    const { id } = await fromChannel();
    const made = await issued(id);
    for (const origin of ['https://evil.test', 'http://shop.test', 'https://shop.test:8443', 'null']) {
      const answer = await redeem({ token: tokenOf(made) }, origin);
      expect([origin, answer.status, answer.headers.get('access-control-allow-origin')]).toEqual([origin, 403, null]);
      const asked = await fetch(`${web.url}/handoffs/redeem`, { method: 'OPTIONS', headers: { origin } });
      expect(asked.headers.get('access-control-allow-origin')).toBeNull();
    }
    const asked = await fetch(`${web.url}/handoffs/redeem`, { method: 'OPTIONS', headers: { origin: shop } });
    expect([asked.status, asked.headers.get('access-control-allow-origin')]).toEqual([204, shop]);
    expect((await redeem({ token: tokenOf(made) })).status).toBe(200);
  });

  it('[HO15] the sixth wrong code is not even looked at, though it were right', async () => {
    const { id } = await fromChannel();
    const made = await issued(id);
    for (let n = 0; n < 5; n++) expect((await redeem({ code: 'BBBB-BBBB' })).status).toBe(404);
    const sixth = await redeem({ code: made.code });
    expect([sixth.status, Number(sixth.headers.get('retry-after')) > 0]).toEqual([429, true]);
    expect((await redeem({ token: tokenOf(made) })).status).toBe(200);
  });

  it('[HO16] whoever opens what was sent privately is known by possession; public or spoken proves nothing', async () => {
    const identities = () => bench.db.selectFrom('identities').select(['kind', 'assurance', 'contact_id']).execute();
    const { id } = await fromChannel('public');
    await redeem({ token: tokenOf(await issued(id)) });
    expect(await identities()).toEqual([]);
    await bench.db.updateTable('legs').set({ visibility: 'private' }).execute();
    await redeem({ code: (await issued(id)).digits });
    expect(await identities()).toEqual([]);
    await redeem({ token: tokenOf(await issued(id)) });
    expect(await identities()).toEqual([{ kind: 'web.visitor', assurance: 'possession', contact_id: 'con-1' }]);
  });

  it('[HO16] whom the shop has signed in stays who they are, whatever link they open', async () => {
    const { id } = await fromChannel();
    const contact = { site_id: 'demo', name: 'Kundin', email: null, note: null, verified: 1, created_at: 0 };
    await bench.db
      .insertInto('contacts')
      .values({ id: 'con-signed', ...contact })
      .execute();
    await bench.db
      .insertInto('visitors')
      .values({ id: 'vera', site_id: 'demo', digest: 'd', contact_id: 'con-signed', created_at: 0, seen_at: 0 })
      .execute();
    const answer = await redeem({ token: tokenOf(await issued(id)), visitorId: 'vera', visitorToken: 'token-vera' });
    expect(answer.status).toBe(200);
    expect(await bench.db.selectFrom('identities').selectAll().execute()).toEqual([]);
  });

  it('[HO17] with the conversation end its open hand-offs', async () => {
    const { id } = await fromChannel();
    const made = await issued(id);
    await bench.powers.conversations.end(id, 'agent');
    await settled();
    expect((await redeem({ token: tokenOf(made) })).status).toBe(404);
    expect(await bench.db.selectFrom('handoffs').select('state').execute()).toEqual([{ state: 'revoked' }]);
  });

  it('[HO14] odd bodies are refused before anything is looked up', async () => {
    for (const body of [{ site: 7 }, { token: {} }, { token: 'x'.repeat(65) }, { code: ['a'] }, { site: '' }])
      expect((await redeem(body)).status).toBe(400);
    expect((await redeem({ site: 'nowhere', token: 'x' }, null)).status).toBe(404);
  });
});

describe('digits a visitor reads out', () => {
  const show = async () => {
    const shown = await handoff.visitor!['code:show']!.run(vera(), undefined);
    return shown.ok ? shown.value.digits : '';
  };
  const claim = (digits: string, who = anna(), conversationId?: string) =>
    handoff.agent!['code:claim']!.run(who, { digits, conversationId });
  const say = (claimId: string, agreed: boolean, who = vera()) =>
    handoff.visitor!['code:answer']!.run(who, { claimId, yes: agreed });
  beforeEach(async () => {
    bench.onlineVisitors.add('vera');
    await bench.db
      .insertInto('visitors')
      .values({ id: 'vera', site_id: 'demo', digest: 'd', contact_id: 'con-1', created_at: 0, seen_at: 0 })
      .execute();
  });

  it('[HO18] typing them only asks; the visitor’s yes connects, to this agent', async () => {
    const claimed = await claim(await show());
    const claimId = claimed.ok ? claimed.value.claimId : '';
    expect(bench.told).toEqual([
      { to: 'visitor:vera', event: 'code:claimed', body: { claimId, agent: { agentId: 'anna', name: 'Anna' } } },
    ]);
    expect(await bench.db.selectFrom('conversations').selectAll().execute()).toEqual([]);
    expect(await say(claimId, true, vera({ visitorId: 'mallory' }))).toMatchObject({ ok: false });
    const answered = await say(claimId, true);
    const conversation = await bench.db.selectFrom('conversations').selectAll().executeTakeFirstOrThrow();
    expect(answered).toEqual({ ok: true, value: { conversationId: conversation.id } });
    expect(conversation).toMatchObject({ agent_id: 'anna', visitor_id: 'vera', via: 'code' });
    expect(bench.told.at(-1)).toEqual({
      to: 'agent:anna',
      event: 'code:answered',
      body: { claimId, conversationId: conversation.id },
    });
    expect(await say(claimId, true)).toMatchObject({ refusal: { code: 'gone' } });
  });

  it('[HO18] a no connects nobody and the agent hears it', async () => {
    const claimed = await claim(await show());
    expect(await say(claimed.ok ? claimed.value.claimId : '', false)).toEqual({ ok: true, value: null });
    expect(bench.told.at(-1)?.body).toMatchObject({ conversationId: null });
    expect(await bench.db.selectFrom('conversations').selectAll().execute()).toEqual([]);
  });

  it('[HO18] into a conversation of one’s own the visitor joins; into another’s nobody does', async () => {
    const { id } = await fromChannel();
    const digits = await show();
    expect(await claim(digits, anna({ agentId: 'ben' }), id)).toMatchObject({ refusal: { code: 'notFound' } });
    const claimed = await claim(digits, anna(), id);
    await say(claimed.ok ? claimed.value.claimId : '', true);
    expect(bench.conversations.joins).toEqual([`${id} vera phone`]);
  });

  it('[HO19] they work once, for fifteen minutes, and only while the visitor is there; stored as a digest', async () => {
    const digits = await show();
    expect(JSON.stringify(await bench.db.selectFrom('visitor_codes').selectAll().execute())).not.toContain(
      digits.replaceAll(' ', ''),
    );
    expect(await claim(digits)).toMatchObject({ ok: true });
    expect(await claim(digits)).toMatchObject({ refusal: { code: 'notFound' } });
    const older = await show();
    const newer = await show();
    expect(await claim(older)).toMatchObject({ ok: false });
    bench.onlineVisitors.clear();
    expect(await claim(newer)).toMatchObject({ ok: false });
    bench.onlineVisitors.add('vera');
    await bench.advance(15 * 60_000);
    expect(await claim(newer)).toMatchObject({ ok: false });
  });

  it('[HO20] an agent may be wrong ten times an hour; a slip the check digit finds is not counted', async () => {
    const digits = await show();
    for (let n = 0; n < 30; n++) expect(await claim('1234567890')).toMatchObject({ refusal: { code: 'notFound' } });
    for (let n = 0; n < 10; n++) expect(await claim('0000000000')).toMatchObject({ refusal: { code: 'notFound' } });
    expect(await claim(digits)).toMatchObject({ refusal: { code: 'tooOften' } });
    expect(await claim(digits, anna({ agentId: 'ben' }))).toMatchObject({ ok: true });
  });
});
