import { createServer, type IncomingMessage, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createEgress, type Egress } from '../egress/index.ts';
import { retryMs } from '../outbox/index.ts';
import type { Matter } from '../powers.ts';
import { type Bench, openBench, settled } from '../relay/testing/bench.ts';
import { httpPowers, serveMatter } from '../relay/testing/http.ts';
import { createChannels, seedChannel } from './index.ts';
import { isSigned, readSecret, signWebhook } from './webhook/signature.ts';

const secret = 'whsec_Zml4dHVyZS1nZW5lcmljLXdlYmhvb2stc2VjcmV0ISE=';
const key = readSecret(secret)!;
let bench: Bench;
let channels: Matter;
let web: Awaited<ReturnType<typeof serveMatter>>;
const servers: Server[] = [];

let onTheWay = 0;
const egress: Egress = {
  async request(url, wish) {
    onTheWay += 1;
    try {
      return await real.request(url, wish);
    } finally {
      onTheWay -= 1;
    }
  },
};
const real = createEgress();
/** Real sockets are between us and the provider: rests when nothing is on its way any more. */
async function arrived() {
  for (let quiet = 0; quiet < 2; quiet += 1) {
    await settled(40);
    if (onTheWay > 0) quiet = -1;
    await new Promise((done) => setTimeout(done, 2));
  }
}
const open = () => createChannels({ ...bench.powers, ...httpPowers }, { egress });
beforeEach(async () => {
  bench = await openBench();
  channels = open();
  web = await serveMatter(channels);
  await seed();
});
afterEach(async () => {
  await web.close();
  await channels.stop?.();
  for (const server of servers.splice(0)) server.close();
  await bench.close();
});

const seed = (more: object = {}) =>
  seedChannel(bench.db, { id: 'ebay', siteId: 'demo', name: 'eBay', skill: 'service', secret, now: 1, ...more });

const message = (more: object = {}) => ({
  type: 'message',
  id: 'm1',
  thread: 't1',
  from: [
    { kind: 'ext.ebay', value: 'buyer77' },
    { kind: 'email', value: 'Erika@Example.org' },
  ],
  name: 'Erika',
  text: 'Wo bleibt es?',
  ...more,
});

let nextId = 0;
async function deliver(what: unknown, more: { id?: string; signature?: string; channel?: string } = {}) {
  const body = Buffer.from(typeof what === 'string' ? what : JSON.stringify(what));
  const id = more.id ?? `evt_${nextId++}`;
  const timestamp = String(Math.floor(bench.clock.now() / 1000));
  const answer = await fetch(`${web.url}/channels/${more.channel ?? 'ebay'}/webhook`, {
    method: 'POST',
    headers: {
      'content-type': 'application/json',
      'webhook-id': id,
      'webhook-timestamp': timestamp,
      'webhook-signature': more.signature ?? signWebhook(key, id, timestamp, body),
    },
    body,
  });
  await settled(60);
  return answer;
}
const texts = async () =>
  (await bench.db.selectFrom('entries').selectAll().orderBy('conversation_id').orderBy('seq').execute()).map(
    (entry) => (JSON.parse(entry.body) as { text?: string }).text,
  );
const conversations = () => bench.db.selectFrom('conversations').selectAll().orderBy('started_at').execute();
const inbound = () => bench.db.selectFrom('inbound').selectAll().execute();

describe('coming in', () => {
  it('[CN10] a signed message becomes a waiting conversation of its contact, for the channel’s skill', async () => {
    expect((await deliver(message())).status).toBe(202);
    const [conversation] = await conversations();
    expect(conversation).toMatchObject({ status: 'waiting', skill: 'service', via: 'channel', visitor_id: null });
    const entry = await bench.db.selectFrom('entries').selectAll().executeTakeFirstOrThrow();
    expect(entry).toMatchObject({ author_key: 'contact', author_name: 'Erika' });
    const leg = await bench.db.selectFrom('legs').selectAll().executeTakeFirstOrThrow();
    expect(leg).toMatchObject({ channel_id: 'ebay', thread_key: 't1', visibility: 'private' });
    expect(leg.last_inbound_at).not.toBeNull();
    const identities = await bench.db.selectFrom('identities').select(['kind', 'value', 'assurance']).execute();
    expect(identities).toEqual([
      { kind: 'ext.ebay', value: 'buyer77', assurance: 'observed' },
      { kind: 'email', value: 'erika@example.org', assurance: 'claimed' },
    ]);
  });

  it('[CN10] a public post is kept as one, with its address', async () => {
    await deliver(message({ visibility: 'public', post: { permalink: 'https://x.test/p/1' } }));
    const entry = await bench.db.selectFrom('entries').selectAll().executeTakeFirstOrThrow();
    expect(JSON.parse(entry.body)).toEqual({ type: 'post', text: 'Wo bleibt es?', permalink: 'https://x.test/p/1' });
  });

  it('[CN11] forged, unknown, oversized and secretless deliveries leave nothing behind', async () => {
    expect((await deliver(message(), { signature: 'v1,AAAA' })).status).toBe(401);
    expect((await deliver(message(), { channel: 'nowhere' })).status).toBe(404);
    expect((await deliver('x'.repeat(1_100_000))).status).toBe(413);
    await seed({ id: 'bare', secret: undefined });
    expect((await deliver(message(), { channel: 'bare' })).status).toBe(503);
    expect(await inbound()).toEqual([]);
    expect(await conversations()).toEqual([]);
  });

  it('[CN12] the same delivery a hundred times, and the same message in another one, is one message', async () => {
    const answers = await Promise.all(Array.from({ length: 100 }, () => deliver(message(), { id: 'evt_same' })));
    expect(new Set(answers.map((one) => one.status))).toEqual(new Set([202]));
    await deliver(message());
    await deliver({ events: [message(), message({ id: 'm2', text: 'Noch da?' })] });
    expect(await texts()).toEqual(['Wo bleibt es?', 'Noch da?']);
    await bench.powers.conversations.end((await conversations())[0]!.id, 'agent');
    await deliver(message());
    expect(await conversations()).toHaveLength(1);
  });

  it('[CN13] the same thread is the same conversation; after its end a new one of the same contact, kept for its agent', async () => {
    await deliver(message());
    await deliver(message({ id: 'm2', text: 'zwei' }));
    const [first] = await conversations();
    await bench.db.updateTable('conversations').set({ agent_id: 'anna' }).execute();
    await bench.powers.conversations.end(first!.id, 'agent');
    await bench.advance(60_000);
    await deliver(message({ id: 'm3', text: 'drei' }));
    const [, second, ...more] = await conversations();
    expect(more).toEqual([]);
    expect(second).toMatchObject({ contact_id: first!.contact_id, reserved_for: 'anna' });
    await deliver(message({ id: 'm4', thread: 't2', text: 'anderswo' }));
    expect((await conversations()).map((one) => one.contact_id)).toEqual(Array(3).fill(first!.contact_id));
  });

  it('[CN7] what somebody only claimed to be gives them nobody’s past', async () => {
    const forged = [
      { kind: 'ext.ebay', value: 'mallory' },
      { kind: 'ext.ebay', value: 'buyer77' },
    ];
    await deliver(message({ id: 'm0', thread: 't0', from: forged }));
    await deliver(message());
    const [mallory, erika] = await conversations();
    expect(mallory!.contact_id).not.toBe(erika!.contact_id);
    await deliver(message({ id: 'm9', thread: 't9' }));
    expect((await conversations())[2]!.contact_id).toBe(erika!.contact_id);
  });

  it('[CN14] one delivery that cannot be read does not stop the next, and is counted', async () => {
    await deliver('not json');
    await deliver({ type: 'zzz' });
    await deliver([message({ id: 'a', text: 'eins' }), 7, message({ id: 'b', text: 'zwei' })]);
    expect(await texts()).toEqual(['eins', 'zwei']);
    expect(bench.counts.theke_channel_unparsed_total).toBe(3);
    expect((await inbound()).every((row) => row.processed_at !== null)).toBe(true);
  });

  it('[CN14] within one delivery messages are put in the order they were sent', async () => {
    const at = Math.floor(bench.clock.now() / 1000);
    await deliver([message({ id: 'b', text: 'zwei', at: at - 1 }), message({ id: 'a', text: 'eins', at: at - 2 })]);
    expect(await texts()).toEqual(['eins', 'zwei']);
  });

  it('[CN15] what was acknowledged and not yet read is read after a restart', async () => {
    await bench.db
      .insertInto('inbound')
      .values({
        channel_id: 'ebay',
        event_id: 'left',
        received_at: bench.clock.now(),
        body: Buffer.from(JSON.stringify(message())),
        processed_at: null,
        error: null,
      })
      .execute();
    await channels.start?.();
    await settled(60);
    expect(await texts()).toEqual(['Wo bleibt es?']);
  });

  it('[CN15] a storage that fails for a while loses nothing and doubles nothing', async () => {
    const { addEntry } = bench.powers.conversations;
    let broken = 2;
    bench.powers.conversations.addEntry = (wish) => {
      if (broken-- > 0) throw new Error('disk');
      return addEntry(wish);
    };
    await deliver(message());
    expect(await texts()).toEqual([]);
    await deliver(message({ id: 'm2', thread: 't2', text: 'andere' }));
    for (let second = 0; second < 10; second++) await bench.advance(1_000);
    expect((await texts()).sort()).toEqual(['Wo bleibt es?', 'andere']);
    expect(await conversations()).toHaveLength(2);
  });
});

describe('going out', () => {
  interface Hit {
    headers: IncomingMessage['headers'];
    body: Buffer;
  }
  async function provider(answers: (number | 'hang')[], headers: Record<string, string> = {}) {
    const hits: Hit[] = [];
    const server = createServer((req, res) => {
      const parts: Buffer[] = [];
      req.on('data', (part: Buffer) => parts.push(part));
      req.on('end', () => {
        hits.push({ headers: req.headers, body: Buffer.concat(parts) });
        res.writeHead((answers.shift() as number) ?? 200, headers).end('{"externalId":"x1","reason":"window"}');
      });
    });
    servers.push(server);
    await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
    return { hits, url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/reply` };
  }
  async function reply(text: string, thread = 't1') {
    const leg = await bench.db
      .selectFrom('legs')
      .selectAll()
      .where('thread_key', '=', thread)
      .executeTakeFirstOrThrow();
    await bench.powers.conversations.addEntry({
      conversationId: leg.conversation_id,
      authorKey: 'agent:anna',
      legId: leg.id,
      body: { type: 'text', text },
      delivery: 'queued',
    });
    await arrived();
  }
  const outbox = () => bench.db.selectFrom('outbox').selectAll().orderBy('id').execute();

  it('[CN20] an agent’s answer goes to the reply address, signed, with a key that stays the same', async () => {
    const { hits, url } = await provider([200]);
    await seed({ replyUrl: url, allowPrivate: true });
    await deliver(message());
    await reply('Gleich da.');
    expect(hits).toHaveLength(1);
    const { headers, body } = hits[0]!;
    const id = String(headers['webhook-id']);
    expect(isSigned(key, id, String(headers['webhook-timestamp']), body, String(headers['webhook-signature']))).toBe(
      true,
    );
    expect(JSON.parse(body.toString())).toEqual({
      type: 'message',
      thread: 't1',
      to: [{ kind: 'ext.ebay', value: 'buyer77' }],
      text: 'Gleich da.',
      mode: 'reply',
      idempotencyKey: id,
    });
    expect(await outbox()).toMatchObject([{ state: 'sent', reason: null }]);
    expect(bench.conversations.deliveries).toEqual(['sent']);
  });

  it('[CN20] events, and what is not for a channel, stay inside', async () => {
    await seed({ replyUrl: 'http://127.0.0.1:9/', allowPrivate: true });
    await deliver(message());
    const [conversation] = await conversations();
    await bench.powers.conversations.addEntry({
      conversationId: conversation!.id,
      authorKey: 'system',
      body: { type: 'event', event: { type: 'released' } },
    });
    await deliver(message({ id: 'm2', text: 'noch was' }));
    expect(await outbox()).toEqual([]);
  });

  it('[CN21] passing troubles are tried again, later each time, with the same key; then it has failed', async () => {
    const { hits, url } = await provider([500, 429, 503, 500, 500, 500, 500, 200]);
    await seed({ replyUrl: url, allowPrivate: true });
    await deliver(message());
    await reply('eins');
    for (const [tried, waitMs] of retryMs.entries()) {
      expect(hits).toHaveLength(tried + 1);
      await bench.advance(waitMs - 200);
      await arrived();
      expect(hits).toHaveLength(tried + 1);
      await bench.advance(300);
      await arrived();
    }
    expect(hits).toHaveLength(7);
    expect(new Set(hits.map((hit) => hit.headers['webhook-id'])).size).toBe(1);
    expect(await outbox()).toMatchObject([{ state: 'failed', attempts: 7 }]);
    expect(bench.conversations.deliveries).toEqual(['failed']);
  });

  it('[CN21] a lasting no is not repeated, and says why', async () => {
    const { hits, url } = await provider([409]);
    await seed({ replyUrl: url, allowPrivate: true });
    await deliver(message());
    await reply('eins');
    await bench.advance(10_000);
    expect(hits).toHaveLength(1);
    expect(await outbox()).toMatchObject([{ state: 'failed', reason: 'window' }]);
    expect(bench.conversations.deliveries).toEqual(['failed']);
  });

  it('[CN22] answers of one thread keep their order; another thread does not wait for them', async () => {
    const { hits, url } = await provider([500]);
    await seed({ replyUrl: url, allowPrivate: true });
    await deliver(message());
    await deliver(message({ id: 'x', thread: 't2', from: [{ kind: 'ext.ebay', value: 'other' }] }));
    await reply('eins');
    await reply('zwei');
    await reply('andere', 't2');
    const sent = () => hits.map((hit) => (JSON.parse(hit.body.toString()) as { text: string }).text);
    expect(sent()).toEqual(['eins', 'andere']);
    await bench.advance(1_100);
    await arrived();
    expect(sent()).toEqual(['eins', 'andere', 'eins', 'zwei']);
  });

  it('[CN23] loopback and private addresses are refused unless the channel or the server allows them', async () => {
    const { hits, url } = await provider([200, 200]);
    await seed({ replyUrl: url });
    await deliver(message());
    await reply('eins');
    expect(hits).toEqual([]);
    expect(await outbox()).toMatchObject([{ state: 'failed', reason: 'address' }]);
    bench.powers.config.allowPrivateEgress = true;
    await reply('zwei');
    expect(hits).toHaveLength(1);
  });

  it('[CN23] a redirect is not followed: the answer is for this address alone', async () => {
    const inner = await provider([200]);
    const outer = await provider([302], { location: inner.url });
    await seed({ replyUrl: outer.url, allowPrivate: true });
    await deliver(message());
    await reply('eins');
    expect(inner.hits).toEqual([]);
    expect(await outbox()).toMatchObject([{ state: 'failed' }]);
  });

  it('[CN24] the answer and its place in the outbox are committed together, and sent after a restart', async () => {
    const { hits, url } = await provider([200]);
    await seed({ replyUrl: url, allowPrivate: true });
    await deliver(message());
    // As if the process had died right after the commit: nobody was told.
    const { onEntry } = bench.powers.conversations;
    await channels.stop?.();
    bench.powers.conversations.onEntry = () => () => {};
    const deaf = open();
    bench.powers.conversations.onEntry = onEntry;
    await reply('eins');
    expect(hits).toEqual([]);
    expect(await outbox()).toMatchObject([{ state: 'queued' }]);
    await deaf.stop?.();
    channels = open();
    await channels.start?.();
    await arrived();
    expect(hits).toHaveLength(1);
  });
});
