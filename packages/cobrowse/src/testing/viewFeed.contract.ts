import type { Clock } from '@theke/kit';
import type { Page } from 'playwright-core';
import type { playRecording as play } from '../view/index.ts';
import { type Ground, openView } from './stand.contract.ts';

// Feeds a view chunk by chunk, without a visitor's side: streams, gaps and orders as a test wants them.

declare global {
  /**
   * Gives the view one chunk of these events; of a stream's chunks each must come in its order. Gives whether it was shown, within
   * five seconds.
   */
  var feed: (stream: number, seq: number, events: readonly unknown[], only?: string[]) => Promise<boolean>;
  /** Of a view whose clock is moved by hand. */
  var hand: { atMs: number };
  var systemClock: () => Clock;
  var playRecording: typeof play;
  /** The mirrored document, or one further in. */
  var mirrored: (...frames: string[]) => Document;
}

/** A view alone under the strict policy, with `feed`; its wishes for pictures are counted, not answered. */
export async function feedView(ground: Ground): Promise<{ page: Page; errors: string[] }> {
  const opened = await openView(ground.browser, ground.stand);
  await opened.page.evaluate(() => {
    stand.openView({ answerWants: false });
    globalThis.feed = (stream, seq, events, only) => {
      const lines = events.map((event) => `${typeof event === 'string' ? event : JSON.stringify(event)}\n`).join('');
      const words = new TextEncoder().encode(lines);
      const most = 60_000;
      const bytes = new Uint8Array(words.length + 5 * Math.ceil(words.length / most));
      // Stored, not packed: a block of its own for each piece.
      for (let from = 0, at = 0; from < words.length; from += most, at += most + 5) {
        const piece = words.subarray(from, from + most);
        const size = piece.length;
        bytes.set([0, size & 255, size >> 8, ~size & 255, (~size >> 8) & 255], at);
        bytes.set(piece, at + 5);
      }
      stand.view.take({ shareId: 's1', stream, seq, bytes, ...(only ? { only } : {}) });
      const isShown = () => stand.view.seen.stream === stream && stand.view.seen.seq >= seq;
      return until(isShown, 5_000);
    };
    globalThis.mirrored = (...frames) => {
      let document = stand.mirror();
      for (const frame of frames) document = document.querySelector<HTMLIFrameElement>(frame)!.contentDocument!;
      return document;
    };
  });
  return opened;
}

/** A shop's shelf of this many products, eight nodes each, as the lines of a picture. Body is 5. */
export function shelfPicture(products: number): string[] {
  let id = 100;
  const node = (more: object) => {
    id += 1;
    return { id, ...more };
  };
  const el = (tagName: string, attributes: object, ...childNodes: object[]) =>
    node({ type: 2, tagName, attributes, childNodes });
  const words = (textContent: string) => node({ type: 3, textContent });
  const cards = Array.from({ length: products }, (_, i) =>
    el(
      'article',
      { class: 'card' },
      el('h2', {}, words(`Product number ${i}`)),
      el('p', { class: 'price' }, words(`${i},99 €`), el('b', {}, words('in stock'))),
    ),
  );
  const css = '.grid{display:grid;grid-template-columns:repeat(4,1fr);gap:8px}.card{border:1px solid #ccc;padding:4px}';
  const head = { type: 2, id: 4, tagName: 'head', attributes: {}, childNodes: [el('style', { _cssText: css })] };
  const body = { type: 2, id: 5, tagName: 'body', attributes: { class: 'grid' }, childNodes: cards };
  const html = { type: 2, id: 3, tagName: 'html', attributes: {}, childNodes: [head, body] };
  return [
    { type: 4, data: { href: 'https://shop.example/shelf', width: 800, height: 600 } },
    {
      type: 2,
      data: {
        node: { type: 0, id: 1, childNodes: [{ type: 1, id: 2, name: 'html', publicId: '', systemId: '' }, html] },
        initialOffset: { left: 0, top: 0 },
      },
    },
  ].map((event) => JSON.stringify(event));
}
