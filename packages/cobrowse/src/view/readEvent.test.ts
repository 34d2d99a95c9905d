import { describe, expect, it } from 'vitest';
import { hostilePictures, malformed, picture } from '../testing/hostile.contract.ts';
import { finish } from './apply.ts';
import { readAttributes, readRawAttributes } from './readAttributes.ts';
import { readEvent, readPicture } from './readEvent.ts';
import { createCleaner } from './taste.ts';
import { createTroubles } from './troubles.ts';

const assetUrl = (url: string) => (url.startsWith('https://shop.example/') ? `/asset/${url.length}` : null);
const clean = createCleaner(assetUrl);
/** As the view does it: pictures with rests, all else at once. */
const read = (raw: unknown) =>
  (raw as { type?: unknown } | null)?.type === 2 ? finish(readPicture(raw, clean)) : readEvent(raw, clean);
/** What is set on an element of this tag. */
const set = (attributes: object, tag = 'p') => readAttributes(tag, readRawAttributes(attributes), clean);

describe('reading events', () => {
  it('[VW15] an honest picture is read, and is another object', () => {
    const [page, whole] = picture();
    expect(read(page)).toEqual(page);
    const copy = read(whole);
    expect(copy).toMatchObject({ type: 2, data: { initialOffset: { left: 0, top: 0 } } });
    expect(copy).not.toBe(whole);
    expect(JSON.stringify(copy)).toContain('good state');
  });

  it('[VW15] whatever is not on the lists is left out: attributes, tags, kinds of events', () => {
    const pictures = hostilePictures('https://evil.example').map(([name, events]): [string, string] => [
      name,
      JSON.stringify(events.map(read)),
    ]);
    const clean = pictures.map(([, text]) => text).join('\n');
    // Of style sheets the words stay where they load nothing, and texts are texts until somebody makes a sheet of them: that they
    // load nothing then is seen in a real browser.
    const left = pictures.filter(([, text]) =>
      text.replace(/"(_cssText|style|textContent)":"(\\.|[^"\\])*"/g, '').includes('evil.example'),
    );
    expect(left).toEqual([]);
    expect(clean).not.toMatch(
      /javascript:|pwned|srcdoc|"on[a-z]+"|"(script|object|embed|base|meta|track|set|animate)"/,
    );
  });

  it('[VW16] addresses are only those of the guarded path, into the same document, or written-out images', () => {
    const image = picture([
      {
        type: 2,
        id: 30,
        tagName: 'img',
        attributes: {
          src: 'https://shop.example/a.png',
          srcset: 'https://shop.example/b.png 2x, https://evil.example/c.png 3x',
        },
        childNodes: [],
      },
    ]);
    expect(JSON.stringify(read(image[1]))).toContain('"src":"/asset/26","srcset":"/asset/26 2x"');
    const data = picture([
      { type: 2, id: 30, tagName: 'img', attributes: { src: 'data:image/png;base64,AAAA' }, childNodes: [] },
      { type: 2, id: 31, tagName: 'img', attributes: { src: 'data:text/html,x' }, childNodes: [] },
    ]);
    expect(JSON.stringify(read(data[1]))).toContain('data:image/png');
    expect(JSON.stringify(read(data[1]))).not.toContain('text/html');
    // A number is an address like any other.
    expect(set({ src: 8, srcset: 8, poster: 8, href: 8 }, 'img')).toEqual({ srcset: '' });
    expect(set({ src: 8, href: true, rowspan: 1e9, width: 40 }, 'iframe')).toEqual({ rowspan: '1000', width: '40' });
    expect(set({ style: 'background:url(https://shop.example/a.png)' })).toEqual({
      style: 'background:url("/asset/26")',
    });
  });

  it('[VW17] a node too deep, too many, too long, or two with one id, makes the whole event none', () => {
    const nest = (depth: number): object =>
      depth === 0
        ? { type: 3, id: 100, textContent: 'x' }
        : { type: 2, id: 100 + depth, tagName: 'b', attributes: {}, childNodes: [nest(depth - 1)] };
    const wholeOf = (body: object[]) => read(picture(body as Record<string, unknown>[])[1]);
    const whole = (...body: object[]) => wholeOf(body);
    expect(whole(nest(200))).not.toBeNull();
    expect(whole(nest(260))).toBeNull();
    const many = (count: number) =>
      Array.from({ length: count }, (_, i) => ({ type: 3, id: 100 + i, textContent: '' }));
    expect(wholeOf(many(199_000))).not.toBeNull();
    expect(wholeOf(many(200_001))).toBeNull();
    expect(whole({ type: 3, id: 100, textContent: 'x'.repeat(262_145) })).toBeNull();
    expect(whole({ type: 2, id: 100, tagName: 'b', attributes: { class: 'x'.repeat(65_537) } })).toBeNull();
    expect(whole({ type: 3, id: 100, textContent: '' }, { type: 3, id: 100, textContent: '' })).toBeNull();
    expect(whole({ type: 2, id: 100, tagName: 'b c', attributes: {} })).toBeNull();
  });

  it('[VW17] of all the malformed lines none is read as anything but a clean event, and none throws', () => {
    for (const line of malformed().flat()) {
      if (typeof line === 'string') continue;
      const clean = read(line);
      if (clean) expect(JSON.stringify(clean)).not.toMatch(/onerror|"__proto__"|"constructor"/);
    }
    for (const odd of [null, undefined, 1, 'x', [], {}, { type: 3 }, { type: 3, data: { source: 99 } }])
      expect(read(odd)).toBeNull();
    expect(Object.hasOwn(Object.prototype, 'x')).toBe(false);
  });

  it('[VW19] more than three troubles in ten seconds are too many, three are not, older ones are forgotten', () => {
    let nowMs = 0;
    const troubles = createTroubles({ elapsed: () => nowMs });
    expect([troubles.add(), troubles.add(), troubles.add(), troubles.add()]).toEqual([false, false, false, true]);
    nowMs = 10_001;
    expect([troubles.add(), troubles.add(), troubles.add()]).toEqual([false, false, false]);
    troubles.clear();
    expect(troubles.add()).toBe(false);
  });
});
