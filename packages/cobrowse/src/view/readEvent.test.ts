import { describe, expect, it } from 'vitest';
import { hostilePictures, malformed, picture } from '../testing/hostile.contract.ts';
import { type EventTools, readEvent } from './readEvent.ts';
import { createTaste } from './taste.ts';
import { createTroubles } from './troubles.ts';

const assetUrl = (url: string) => (url.startsWith('https://shop.example/') ? `/asset/${url.length}` : null);
const tools: EventTools = {
  assetUrl,
  taste: createTaste(assetUrl),
  tagOf: (id) => ({ 5: 'body', 6: 'p', 8: 'style' })[id] ?? null,
  tagAround: (id) => ({ 7: 'p', 9: 'style' })[id] ?? null,
};
const read = (raw: unknown) => readEvent(raw, tools);
const set = (attributes: object) => read({ type: 3, data: { source: 0, attributes: [{ id: 6, attributes }] } });

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
    // Of style sheets the words stay where they load nothing; that they do not is seen in a real browser.
    const left = pictures.filter(([, text]) =>
      text.replace(/"(_cssText|style)":"(\\.|[^"\\])*"/g, '').includes('evil.example'),
    );
    expect(left).toEqual([]);
    expect(clean).not.toMatch(
      /javascript:|pwned|srcdoc|"on[a-z]+"|"(script|iframe|object|embed|base|meta|source|track|set|animate)"/,
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
    expect(set({ style: 'background:url(https://shop.example/a.png)' })).toMatchObject({
      data: { attributes: [{ attributes: { style: 'background:url("/asset/26")' } }] },
    });
  });

  it('[VW17] a node too deep, too many, too long, or two with one id, makes the whole event none', () => {
    const nest = (depth: number): object =>
      depth === 0
        ? { type: 3, id: 100, textContent: 'x' }
        : { type: 2, id: 100 + depth, tagName: 'b', attributes: {}, childNodes: [nest(depth - 1)] };
    const whole = (...body: object[]) => read(picture(body as Record<string, unknown>[])[1]);
    expect(whole(nest(200))).not.toBeNull();
    expect(whole(nest(260))).toBeNull();
    expect(
      whole(...Array.from({ length: 49_000 }, (_, i) => ({ type: 3, id: 100 + i, textContent: '' }))),
    ).not.toBeNull();
    expect(whole(...Array.from({ length: 50_001 }, (_, i) => ({ type: 3, id: 100 + i, textContent: '' })))).toBeNull();
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

  it('[VW18] a text that is or could become a style sheet is cleaned as one', () => {
    const evil = '@import "https://evil.example/x";';
    const add = (parentId: number, ...before: object[]) =>
      JSON.stringify(
        read({
          type: 3,
          data: {
            source: 0,
            adds: [...before, { parentId, nextId: null, node: { type: 3, id: 50, textContent: evil } }],
          },
        }),
      );
    expect(add(6)).toContain('evil');
    expect(add(8)).not.toContain('evil');
    expect(add(999)).not.toContain('evil');
    expect(
      add(51, { parentId: 5, nextId: null, node: { type: 2, id: 51, tagName: 'style', attributes: {} } }),
    ).not.toContain('evil');
    expect(add(8, { parentId: 5, nextId: null, node: { type: 2, id: 8, tagName: 'p', attributes: {} } })).toBe('null');
    expect(JSON.stringify(read({ type: 3, data: { source: 0, texts: [{ id: 7, value: evil }] } }))).toContain('evil');
    expect(JSON.stringify(read({ type: 3, data: { source: 0, texts: [{ id: 9, value: evil }] } }))).not.toContain(
      'evil',
    );
    expect(JSON.stringify(read({ type: 3, data: { source: 0, texts: [{ id: 99, value: evil }] } }))).not.toContain(
      'evil',
    );
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
