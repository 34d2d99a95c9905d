// @vitest-environment jsdom
import { describe, expect, it } from 'vitest';
import { foreignIds } from '../../foreignIds.ts';
import { mountLine, readTold } from './check.ts';

const above = 3 * foreignIds;
const id = (n: number) => above + n;
const line = (event: object) => `${JSON.stringify(event)}\n`;
const body = (...childNodes: object[]) => ({
  ...{ type: 0, id: id(1) },
  childNodes: [{ type: 2, id: id(2), tagName: 'html', attributes: {}, childNodes }],
});
const picture = (node: object = body(), left = 0) => line({ type: 2, data: { node, initialOffset: { left, top: 0 } } });
const mutation = (more: object) =>
  line({ type: 3, data: { source: 0, adds: [], removes: [], texts: [], attributes: [], ...more } });
const element = (n: number, tagName: string, attributes: object) => ({
  type: 2,
  id: id(n),
  tagName,
  attributes,
  childNodes: [],
});

describe('what an embedded page tells', () => {
  it('[SH187] is built anew from what may stand in a page: scripts, handlers, addresses of frames and unknown words are gone', () => {
    const node = body(
      element(3, 'script', { src: 'https://evil.example/x.js' }),
      element(4, 'a', { href: 'javascript:alert(1)', onclick: 'x()', title: 'Dates' }),
      element(5, 'iframe', { src: 'https://evil.example/', srcdoc: '<b>' }),
      { ...element(6, 'p', {}), evil: 'yes' },
    );
    const read = readTold(picture(node), true, above)!;
    const text = mountLine(17, read.picture!.node);
    expect(text).not.toMatch(/evil|javascript|onclick|srcdoc|script/);
    expect(text).toContain('"title":"Dates"');
    expect(JSON.parse(text).data).toMatchObject({ source: 0, isFrame: true, adds: [{ parentId: 17, nextId: null }] });
  });

  it('[SH187] comes out the same when it is read twice: dialogs and editable text too', () => {
    const node = body(
      element(3, 'dialog', { open: '', rr_open_mode: 'modal' }),
      element(4, 'div', { contenteditable: 'true' }),
    );
    const once = readTold(picture(node), true, above)!.picture!.node;
    expect(readTold(picture(once), true, above)!.picture!.node).toEqual(once);
    expect(JSON.stringify(once)).toContain('theke-modal');
  });

  it('[SH187] may scroll, check and draw only within itself; where it is and how large it is taken from nobody', () => {
    const read = readTold(
      line({ type: 4, data: { href: 'https://evil.example/', width: 10, height: 10 } }) +
        picture(body(), 40) +
        line({ type: 6, data: { nodes: 2, sum: 7, root: 1 } }),
      true,
      above,
    )!;
    expect(read.lines.map((one) => JSON.parse(one))).toEqual([
      { type: 3, data: { source: 3, id: id(1), x: 40, y: 0 } },
      { type: 6, data: { nodes: 2, sum: 7, root: id(1) } },
    ]);
    expect(readTold(line({ type: 3, data: { source: 4, width: 5, height: 5 } }), false, above, id(1))!.lines).toEqual(
      [],
    );
  });

  it.each<[string, string]>([
    ['a picture among changes', picture()],
    ['a second stream', line({ type: 5, data: { after: 1 } })],
    ['a file', line({ type: 7, data: { url: 'https://shop.example/a.png', mime: 'image/png', base64: 'AAAA' } })],
    ['no JSON', '{"type":3'],
    ['an unknown kind', line({ type: 99, data: {} })],
    ['a node put outside', mutation({ adds: [{ parentId: 5, nextId: null, node: element(9, 'p', {}) }] })],
    ['a node put before one outside', mutation({ adds: [{ parentId: id(2), nextId: 5, node: element(9, 'p', {}) }] })],
    [
      'a node with a number from outside',
      mutation({ adds: [{ parentId: id(2), nextId: null, node: { ...element(9, 'p', {}), id: 5 } }] }),
    ],
    ['something outside taken away', mutation({ removes: [{ parentId: 2, id: 5 }] })],
    ['a text outside', mutation({ texts: [{ id: 5, value: 'x' }] })],
    ['attributes outside', mutation({ attributes: [{ id: 5, attributes: { title: 'x' } }] })],
    ['a page in a frame outside', mutation({ isFrame: true, adds: [{ parentId: 5, nextId: null, node: body() }] })],
    ['a scroll outside', line({ type: 3, data: { source: 3, id: 5, x: 0, y: 0 } })],
    ['a field outside', line({ type: 3, data: { source: 5, id: 5, text: 'x', isChecked: false } })],
    ['a sheet outside', line({ type: 3, data: { source: 8, styleId: 5, replaceSync: 'p{}' } })],
    ['sheets outside', line({ type: 3, data: { source: 15, id: id(1), styles: [], styleIds: [5] } })],
    ['a still outside', line({ type: 8, data: { id: 5, image: 'data:image/png;base64,AAAA' } })],
    ['a card', mutation({ texts: [{ id: id(9), value: '4111 1111 1111 1111' }] })],
    [
      'a card in other letters',
      mutation({ texts: [{ id: id(9), value: '4111 1111 1111 1111' }] }).replace('41', '\\u0034\\u0031'),
    ],
    ['an account', mutation({ texts: [{ id: id(9), value: 'DE89 3704 0044 0532 0130 00' }] })],
  ])('[SH187] %s is refused with all that came along', (_, text) => {
    expect(readTold(mutation({ texts: [{ id: id(9), value: 'fine' }] }), false, above, id(1))).not.toBeNull();
    expect(readTold(text, false, above, id(1))).toBeNull();
  });
});
