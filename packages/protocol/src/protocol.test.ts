import { readFileSync } from 'node:fs';
import * as v from 'valibot';
import { describe, expect, it } from 'vitest';
import { limits } from './limits.ts';
import { agentSchemas, context, liveSchemas, visitorSchemas } from './schema/index.ts';

const page = readFileSync(new URL('../../../docs/protocol.md', import.meta.url), 'utf8');

it('[SE81] docs/protocol.md names every event that is asked or told', () => {
  const tells = ['visitor', 'agent', 'live'].flatMap((file) => {
    const text = readFileSync(new URL(`./${file}.ts`, import.meta.url), 'utf8');
    return [...text.matchAll(/^ {2}'([a-z]+:[a-zA-Z]+)':/gm)].map((match) => match[1]!);
  });
  const asks = [visitorSchemas, agentSchemas, liveSchemas].flatMap((schemas) => Object.keys(schemas));
  expect(tells.length).toBeGreaterThan(60);
  expect([...new Set([...asks, ...tells])].filter((event) => !page.includes(`\`${event}\``))).toEqual([]);
});

describe('what the schemas refuse', () => {
  const fits = (schema: v.GenericSchema, value: unknown) => v.safeParse(schema, value).success;
  const draft = { conversationId: 'cnv_1', clientId: 'msg_1', text: 'Hello' };

  it('[SE82] a message is short, not empty, and carries nothing but what is written down', () => {
    const send = visitorSchemas['message:send'];
    expect(fits(send, draft)).toBe(true);
    expect(fits(send, { ...draft, text: '  \n ' })).toBe(false);
    expect(fits(send, { ...draft, text: 'x'.repeat(limits.messageChars + 1) })).toBe(false);
    for (const clientId of ['', 'a b', '../x', 'x'.repeat(65), 7, null, { toString: () => 'x' }])
      expect(fits(send, { ...draft, clientId })).toBe(false);
    for (const nothing of [null, undefined, 1, 'x', [], [draft]]) expect(fits(send, nothing)).toBe(false);
    const parsed = v.parse(send, { ...draft, role: 'agent', author: { kind: 'system' } });
    expect(Object.keys(parsed).sort()).toEqual(['clientId', 'conversationId', 'text']);
  });

  it('[SE83] an id is never the name of something every object has', () => {
    for (const conversationId of ['constructor', '__proto__', 'toString', 'valueOf', 'hasOwnProperty'])
      expect(fits(visitorSchemas['conversation:end'], { conversationId }), conversationId).toBe(false);
    expect(fits(visitorSchemas['conversation:end'], { conversationId: 'cnv_1' })).toBe(true);
  });

  it('[SE83] keys that would change an object’s prototype change nothing', () => {
    const hostile = JSON.parse(
      '{"id":"u1","attributes":{"__proto__":{"polluted":true},"plan":"gold"},"__proto__":{"polluted":true}}',
    );
    const result = v.safeParse(visitorSchemas['identity:claim'], hostile);
    expect(({} as { polluted?: boolean }).polluted).toBeUndefined();
    if (result.success) expect((result.output as { polluted?: boolean }).polluted).toBeUndefined();
  });

  it('[SE84] an address in a link is http or https and nothing else', () => {
    const push = agentSchemas['page:push'];
    const wish = { conversationId: 'c', clientId: 'm', title: 'Boots' };
    for (const url of ['https://shop.example/boots', 'http://localhost:4801/en/'])
      expect(fits(push, { ...wish, url })).toBe(true);
    for (const url of ['javascript:alert(1)', 'data:text/html,x', '//shop.example', 'ftp://x', 'https://a b'])
      expect(fits(push, { ...wish, url })).toBe(false);
  });

  it('[SE85] a piece of a picture is bytes, and not too many', () => {
    const chunk = { shareId: 's', stream: 1, seq: 0, bytes: new Uint8Array(limits.pageChunkBytes) };
    expect(fits(liveSchemas['page:chunk'], chunk)).toBe(true);
    expect(fits(liveSchemas['page:chunk'], { ...chunk, bytes: new Uint8Array(limits.pageChunkBytes + 1) })).toBe(false);
    expect(fits(liveSchemas['page:chunk'], { ...chunk, bytes: [1, 2, 3] })).toBe(false);
    expect(fits(liveSchemas['page:chunk'], { ...chunk, seq: -1 })).toBe(false);
  });

  it('[SE82] money is whole cents; nothing is infinite', () => {
    expect(fits(context, { cart: { valueCents: 12_900, currency: 'EUR' } })).toBe(true);
    for (const valueCents of [1.5, -1, Number.NaN, Number.POSITIVE_INFINITY, '12'])
      expect(fits(context, { cart: { valueCents } })).toBe(false);
  });
});
