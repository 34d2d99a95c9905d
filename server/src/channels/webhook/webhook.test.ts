import { describe, expect, it } from 'vitest';
import type { InboundMessage, RawInbound } from '../adapter.ts';
import { readSecret, signWebhook } from './signature.ts';
import { webhookAdapter } from './webhook.ts';

// The delivery as another system would send it, with its secret; recomputed by hand once.
const secret = 'whsec_Zml4dHVyZS1nZW5lcmljLXdlYmhvb2stc2VjcmV0ISE=';
const body =
  '{"type":"message","id":"ebay-991","thread":"ebay:buyer77","visibility":"private","from":[{"kind":"ext.ebay","value":"buyer77"},{"kind":"email","value":"erika@example.org"}],"name":"buyer77","text":"Frage zum Artikel","at":1790000000}';
const sentAt = 1_790_000_000_000;
const delivery = (more: Partial<RawInbound> = {}, headers: Record<string, string | undefined> = {}): RawInbound => ({
  headers: {
    'webhook-id': 'evt_1',
    'webhook-timestamp': '1790000000',
    'webhook-signature': 'v1,/dOTmc8Yjy6O1a5YU271jcG8At3J0VCH/JpSLhpaW+s=',
    ...headers,
  },
  body: Buffer.from(body),
  receivedAt: sentAt,
  ...more,
});
const verify = (raw: RawInbound, settings: unknown = { secret }) => webhookAdapter.verify(raw, settings);
const parse = (text: string, receivedAt = sentAt) => webhookAdapter.parse(Buffer.from(text), receivedAt);

describe('claims', () => {
  it('[CN7] a channel cannot say who is a customer of the shop or a visitor', () => {
    for (const kind of ['shop', 'web', 'web.visitor', 'shop.sub']) {
      const [event] = parse(
        JSON.stringify({ type: 'message', id: '1', thread: 't1', from: [{ kind, value: 'customer-1' }], text: 'x' }),
      );
      expect((event as InboundMessage).from, kind).toEqual([{ kind: 'ext.thread', value: 't1' }]);
    }
  });
});

describe('believing', () => {
  it('[CN1] a delivery signed with the channel’s secret is believed, and its id recognises a repetition', () => {
    expect(verify(delivery())).toEqual({ ok: true, eventId: 'evt_1' });
    const several = `v1a,xyz v1,AAAA ${delivery().headers['webhook-signature']}`;
    expect(verify(delivery({}, { 'webhook-signature': several }))).toMatchObject({ ok: true });
  });

  it('[CN2] one altered byte, header or letter of the signature is enough to be refused', () => {
    const bytes = Buffer.from(body);
    for (let at = 0; at < bytes.length; at += 7) {
      const altered = Buffer.from(bytes);
      altered[at]! ^= 1;
      expect(verify(delivery({ body: altered }))).toMatchObject({ ok: false, status: 401 });
    }
    const respelled = Buffer.from(JSON.stringify(JSON.parse(body), null, 1));
    expect(verify(delivery({ body: respelled }))).toMatchObject({ status: 401 });
    const right = delivery().headers['webhook-signature']!;
    const wrong: Record<string, string | undefined>[] = [
      { 'webhook-signature': undefined },
      { 'webhook-signature': '' },
      { 'webhook-signature': right.slice(0, -1) },
      { 'webhook-signature': right.replace('v1,', 'v1a,') },
      { 'webhook-signature': right.toLowerCase() },
      { 'webhook-id': 'evt_2' },
      { 'webhook-id': undefined },
      { 'webhook-timestamp': '1790000001' },
      { 'webhook-timestamp': '1790000000.0' },
      { 'webhook-timestamp': 'NaN' },
      { 'webhook-timestamp': undefined },
    ];
    for (const headers of wrong) expect(verify(delivery({}, headers))).toMatchObject({ ok: false, status: 401 });
  });

  it('[CN3] older or newer than five minutes it is refused, however well signed', () => {
    expect(verify(delivery({ receivedAt: sentAt + 300_000 }))).toMatchObject({ ok: true });
    expect(verify(delivery({ receivedAt: sentAt + 301_000 }))).toMatchObject({ status: 401, why: 'outOfTime' });
    expect(verify(delivery({ receivedAt: sentAt - 301_000 }))).toMatchObject({ status: 401, why: 'outOfTime' });
  });

  it('[CN4] without a secret, or with a laughable one, nothing is let in', () => {
    for (const settings of [
      {},
      null,
      'x',
      { secret: '' },
      { secret: 'whsec_' },
      { secret: 'whsec_YQ==' },
      { secret: 7 },
    ])
      expect(verify(delivery(), settings)).toMatchObject({ ok: false, status: 503 });
    expect(readSecret(secret)?.length).toBe(32);
  });

  it('[CN1] umlauts and emoji verify: the signature is over bytes', () => {
    const key = readSecret(secret)!;
    for (const text of ['{"text":"Größe 😕"}', '{"text":"Gr\\u00f6\\u00dfe"}']) {
      const bytes = Buffer.from(text);
      const signature = signWebhook(key, 'e', '1790000000', bytes);
      const raw = delivery({ body: bytes }, { 'webhook-id': 'e', 'webhook-signature': signature });
      expect(verify(raw)).toMatchObject({ ok: true });
    }
  });
});

describe('understanding', () => {
  it('[CN5] a message says who, where, what and when', () => {
    expect(parse(body)).toEqual([
      {
        type: 'message',
        externalId: 'ebay-991',
        threadKey: 'ebay:buyer77',
        visibility: 'private',
        from: [
          { kind: 'ext.ebay', value: 'buyer77' },
          { kind: 'email', value: 'erika@example.org' },
        ],
        fromName: 'buyer77',
        text: 'Frage zum Artikel',
        sentAt,
      },
    ]);
    const post = { type: 'message', id: '1', thread: 't', visibility: 'public', text: 'x', at: sentAt + 9e9 };
    expect(parse(JSON.stringify({ ...post, post: { permalink: 'https://x.test/1' } }))).toEqual([
      expect.objectContaining({
        visibility: 'public',
        permalink: 'https://x.test/1',
        sentAt,
        from: [{ kind: 'ext.thread', value: 't' }],
      }),
    ]);
    const [bad] = parse(JSON.stringify({ ...post, post: { permalink: 'javascript:alert(1)' } }));
    expect(bad).not.toHaveProperty('permalink');
  });

  it('[CN6] one bad event does not lose its batch', () => {
    const good = JSON.parse(body) as object;
    const batch = [
      good,
      null,
      7,
      'x',
      { type: 'message' },
      { type: 'status', id: 's' },
      { type: 'zzz' },
      { ...good, id: '2' },
    ];
    for (const text of [JSON.stringify(batch), JSON.stringify({ events: batch })]) {
      const events = parse(text);
      expect(events.filter((one) => one.type === 'message')).toHaveLength(2);
      expect(events.flatMap((one) => (one.type === 'other' ? [one.kind] : []))).toEqual([
        'unknown',
        'unknown',
        'unknown',
        'badMessage',
        'status',
        'unknown',
      ]);
    }
  });

  it('[CN6] whatever the bytes are, reading them does not throw', () => {
    let seed = 11;
    const random = (below: number) => {
      seed = (seed * 48_271) % 2_147_483_647;
      return seed % below;
    };
    for (let run = 0; run < 10_000; run++) {
      const bytes = Buffer.from(body);
      for (let n = 0; n <= random(4); n++) bytes[random(bytes.length)] = random(256);
      const cut = random(3) === 0 ? bytes.subarray(0, random(bytes.length)) : bytes;
      expect(() => webhookAdapter.parse(cut, sentAt)).not.toThrow();
    }
    for (const text of ['', '[]', '{}', 'null', '{"events":7}', '{"__proto__":{"polluted":1}}', '['.repeat(2_000)])
      expect(() => parse(text)).not.toThrow();
    expect(({} as { polluted?: number }).polluted).toBeUndefined();
  });

  it('[CN7] a channel cannot say that somebody is a visitor or customer of ours', () => {
    const from = [
      { kind: 'web.visitor', value: 'vera' },
      { kind: 'shop.user', value: '1' },
      { kind: 'ext.x', value: 'y' },
    ];
    const [event] = parse(JSON.stringify({ ...(JSON.parse(body) as object), from }));
    expect((event as InboundMessage).from).toEqual([{ kind: 'ext.x', value: 'y' }]);
  });

  it('[CN5] long texts are cut, attachments become links, an empty message is none', () => {
    const base = JSON.parse(body) as object;
    const read = (more: object) => parse(JSON.stringify({ ...base, ...more }))[0] as InboundMessage;
    expect(read({ text: 'x'.repeat(50_000) }).text).toHaveLength(8_000);
    const attachments = [{ url: 'https://x.test/a.png', name: 'Foto' }, { url: 'file:///etc/passwd' }, 7];
    expect(read({ text: '', attachments }).text).toBe('Foto: https://x.test/a.png');
    expect(read({ text: '  ' })).toEqual({ type: 'other', kind: 'emptyMessage' });
  });
});
