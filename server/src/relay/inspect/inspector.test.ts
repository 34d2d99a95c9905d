import { constants, createDeflateRaw, deflateRawSync } from 'node:zlib';
import type { PageChunk } from '@theke/protocol';
import { describe, expect, it } from 'vitest';
import { createPages, packed } from '../../testing/pages.ts';
import { createAddresses } from './addresses.ts';
import { createInspector, maxUnfoldedBytes } from './inspector.ts';
import { createScanner } from './scanner.ts';

const card = '4111 1111 1111 1111';
const iban = 'DE89 3704 0044 0532 0130 00';
const open = () => {
  const texts: string[] = [];
  return { inspector: createInspector((text) => texts.push(text)), texts };
};

describe('the second net', () => {
  it('[SH240] a card number or an IBAN stops the chunk it is in and the rest of its stream', async () => {
    for (const secret of [card, iban, '4111111111111111', 'DE89370400440532013000']) {
      const { inspector } = open();
      const pages = createPages('s');
      expect(await inspector.take(pages.begin())).toMatchObject({ kind: 'fine' });
      expect(await inspector.take(pages.text(`Karte ${secret} gespeichert`))).toMatchObject({
        kind: 'broken',
        unsafe: 'secret',
      });
      expect(await inspector.take(pages.text('harmless'))).toEqual({ kind: 'late' });
      expect(await inspector.take(pages.begin())).toMatchObject({ kind: 'fine' });
      inspector.close();
    }
  });

  it('[SH240] nothing of what a shop ordinarily shows is taken for one', async () => {
    const { inspector } = open();
    const pages = createPages('s');
    const ordinary = [
      'EAN 4006381333931',
      '1.299,00 €',
      '0176 1234 5678',
      '2026-09-22T08:15:30.123Z',
      'ids 12 345 678',
    ];
    await inspector.take(pages.begin());
    for (const text of ordinary)
      expect([text, await inspector.take(pages.text(text))]).toMatchObject([text, { kind: 'fine' }]);
  });

  it('[SH240] a number that comes in two chunks is found with the second', async () => {
    const whole = `{"type":3,"text":"Karte ${card} "}\n`;
    for (let at = whole.indexOf('4111') + 1; at < whole.indexOf('4111') + card.length; at += 3) {
      const { inspector } = open();
      const chunk = (seq: number, text: string): PageChunk => ({ shareId: 's', stream: 1, seq, bytes: packed(text) });
      expect(await inspector.take(chunk(0, whole.slice(0, at)))).toMatchObject({ kind: 'fine' });
      expect([at, await inspector.take(chunk(1, whole.slice(at)))]).toMatchObject([at, { unsafe: 'secret' }]);
    }
  });

  it('[SH240] a long number is not taken for a short one where a piece ends', () => {
    // Nineteen digits and more of an id, cut behind the sixteenth, would pass as a card.
    const scanner = createScanner();
    expect(scanner.scan('{"id":"4111111111111111', false)).toBe(false);
    expect(scanner.scan('00000000"}', true)).toBe(false);
    expect(createScanner().scan('{"id":"4111111111111111"}', true)).toBe(true);
  });

  it('[SH242] out of order, repeated, truncated or no stream at all: it is not passed on, and a new stream begins anew', async () => {
    const { inspector } = open();
    const pages = createPages('s');
    const [first, second, third] = [pages.begin(), pages.next(), pages.next()];
    expect(await inspector.take(first)).toMatchObject({ kind: 'fine' });
    expect(await inspector.take(first)).toEqual({ kind: 'late' });
    expect(await inspector.take(third)).toMatchObject({ kind: 'broken', unsafe: null });
    expect(await inspector.take(second)).toEqual({ kind: 'late' });
    pages.begin();
    expect(await inspector.take({ ...pages.next(), stream: 9 })).toMatchObject({ kind: 'broken' });
    expect(await inspector.take({ ...first, stream: 3 })).toEqual({ kind: 'late' });

    const noise = { shareId: 's', stream: 20, seq: 0, bytes: new Uint8Array([255, 254, 253, 252]) };
    expect(await inspector.take(noise)).toMatchObject({ kind: 'broken', unsafe: 'stream' });
    const cut = { ...first, stream: 21, bytes: first.bytes.slice(0, 10) };
    expect(await inspector.take(cut)).toMatchObject({ kind: 'fine' });
    expect(await inspector.take({ ...cut, seq: 1, bytes: new Uint8Array(50).fill(255) })).toMatchObject({
      kind: 'broken',
    });
    expect(await inspector.take({ ...first, stream: 22 })).toMatchObject({ kind: 'fine' });
  });

  it('[SH242] a stream that ends itself is none of ours', async () => {
    const { inspector } = open();
    const ended = new Uint8Array(deflateRawSync('{}\n'));
    await inspector.take({ shareId: 's', stream: 1, seq: 0, bytes: ended });
    await new Promise((done) => setTimeout(done, 10));
    expect(await inspector.take({ shareId: 's', stream: 1, seq: 1, bytes: packed('{}\n') })).toMatchObject({
      kind: 'broken',
    });
    // Nor is one that ends and hides something behind its end.
    const both = new Uint8Array([...ended, ...packed(`"${card}"\n`)]);
    expect(await inspector.take({ shareId: 's', stream: 2, seq: 0, bytes: both })).toMatchObject({ kind: 'broken' });
  });

  it('[SH242] small chunks, pieces of large ones and what follows them are one context', async () => {
    const text = (n: number) =>
      Array.from({ length: n }, (_, i) => `{"id":${i * 7919},"text":"Regenjacke ${(i * 7919) % 977} Größe"}\n`).join(
        '',
      );
    const packer = createDeflateRaw({ level: 6 });
    const pack = (part: string) =>
      new Promise<Buffer>((done) => {
        const out: Buffer[] = [];
        packer.on('data', (piece: Buffer) => out.push(piece));
        packer.write(part);
        packer.flush(constants.Z_SYNC_FLUSH, () => {
          packer.removeAllListeners('data');
          done(Buffer.concat(out));
        });
      });
    const parts = [text(20), text(30), text(40_000), text(10), text(5_000), text(1)];
    const { inspector, texts } = open();
    let seq = 0;
    for (const part of parts) {
      const whole = await pack(part);
      for (let at = 0; at < whole.length; at += 20_000)
        expect(
          await inspector.take({ shareId: 's', stream: 1, seq: seq++, bytes: whole.subarray(at, at + 20_000) }),
        ).toMatchObject({ kind: 'fine' });
    }
    expect(seq).toBeGreaterThan(10);
    expect(texts.join('')).toBe(parts.join(''));
    inspector.close();
  });

  it('[SH242] what unfolds without measure is stopped on the way', async () => {
    const { inspector, texts } = open();
    const bomb = packed('x'.repeat(60 * 1024 * 1024));
    expect(bomb.length).toBeLessThan(65_536);
    expect(await inspector.take({ shareId: 's', stream: 1, seq: 0, bytes: bomb })).toMatchObject({ unsafe: 'stream' });
    expect(texts.join('').length).toBeLessThanOrEqual(maxUnfoldedBytes);
  });

  it('[SH243] a large chunk is looked through in pieces: whoever else has something to do gets to do it', async () => {
    const addresses = createAddresses(() => ['https://shop.test']);
    const pieces: number[] = [];
    const inspector = createInspector((text) => {
      pieces.push(text.length);
      addresses.read(text);
    });
    const line = (n: number) =>
      `{"type":3,"data":{"source":0,"adds":[{"parentId":${n},"nextId":null,"node":{"type":2,"id":${n + 1},"tagName":"div","attributes":{"class":"card card--${n}","src":"https://shop.test/p/${n}.jpg"},"childNodes":[]}}],"removes":[],"texts":[],"attributes":[]}}\n`;
    const text = Array.from({ length: 9_000 }, (_, n) => line(n * 7)).join('');
    const bytes = packed(text);
    let turns = 0;
    let going = true;
    const other = () => {
      turns += 1;
      if (going) setImmediate(other);
    };
    setImmediate(other);
    const began = performance.now();
    expect(await inspector.take({ shareId: 's', stream: 1, seq: 0, bytes })).toMatchObject({ kind: 'fine' });
    const tookMs = performance.now() - began;
    going = false;
    console.info(
      `second net: ${Math.round((tookMs * 1000) / (text.length / 1024))} µs for each unfolded kB, in ${pieces.length} pieces`,
    );
    expect(pieces.reduce((sum, one) => sum + one, 0)).toBe(text.length);
    expect(Math.max(...pieces)).toBeLessThanOrEqual(32_768);
    expect(turns).toBeGreaterThanOrEqual(pieces.length / 2);
    inspector.close();
  });

  it('[SH215] it tells which stream a stream goes on from', async () => {
    const { inspector } = open();
    const pages = createPages('s', 7);
    expect(await inspector.take(pages.begin())).toMatchObject({ continues: null });
    expect(await inspector.take(pages.after(7))).toMatchObject({
      continues: { after: 7, chunks: null },
    });
    const counted = pages.begin({ type: 5, data: { after: 8, chunks: 3 } });
    expect(await inspector.take(counted)).toMatchObject({ continues: { after: 8, chunks: 3 } });
  });
});

describe('addresses', () => {
  const origins = ['https://shop.test', 'https://cdn.shop.test'];

  it('[SH250] what a stream refers to is known, wherever it stands and wherever pieces end', () => {
    const text = JSON.stringify({
      src: 'https://shop.test/a.png',
      srcset: 'https://shop.test/b.png 1x, https://cdn.shop.test/c,d.png 2x',
      css: '.a{background:url("https://shop.test/e.png")} .f{background:url(https://shop.test/g.png)}',
      odd: 'https://shop.test/h(1).png',
      foreign: 'https://evil.test/x.png https://shop.test.evil.test/y.png https://shop.test:444/z.png',
    });
    for (const size of [1, 7, 20, 1_000]) {
      const addresses = createAddresses(() => origins);
      for (let at = 0; at < text.length; at += size) addresses.read(text.slice(at, at + size));
      const has = (address: string) => addresses.has(address);
      for (const path of ['/a.png', '/b.png', '/e.png', '/g.png', '/h(1).png'])
        expect([size, path, has(`https://shop.test${path}`)]).toEqual([size, path, true]);
      expect(has('https://cdn.shop.test/c,d.png')).toBe(true);
      for (const address of ['https://evil.test/x.png', 'https://shop.test.evil.test/y.png', 'https://shop.test/'])
        expect(has(address)).toBe(false);
      expect(has('https://shop.test:444/z.png')).toBe(false);
    }
  });

  it('[SH250] there are never more than a share may have, and the oldest goes first', () => {
    const addresses = createAddresses(() => origins);
    for (let n = 0; n < 10_000; n++) addresses.read(`"https://shop.test/${n}.png" `);
    expect(addresses.size).toBe(4_000);
    expect(addresses.has('https://shop.test/0.png')).toBe(false);
    expect(addresses.has('https://shop.test/9999.png')).toBe(true);
  });
});
