import { constants, deflateRawSync } from 'node:zlib';
import type { PageChunk } from '@theke/protocol';

/** Lines of page events as a visitor's browser packs them: deflated, to the byte, so that more may follow. */
export const packed = (text: string, level = 6): Uint8Array =>
  new Uint8Array(deflateRawSync(Buffer.from(text), { finishFlush: constants.Z_SYNC_FLUSH, level }));

/** A made-up page stream of a share: chunks that come one after the other, in as many streams as one likes. */
export function createPages(shareId: string, firstStream = 1) {
  let stream = firstStream - 1;
  let seq = 0;
  const pages = {
    get stream() {
      return stream;
    },
    /** Begins a stream, with a whole picture or as what goes on from another one. */
    begin(first: object = { type: 4, data: { href: 'http://shop.test/', width: 800, height: 600 } }, only?: string[]) {
      stream += 1;
      seq = 0;
      return pages.next(first, only);
    },
    after: (before: number) => pages.begin({ type: 5, data: { after: before } }),
    next(event: object = { type: 3, data: { source: 3, id: 1, x: 0, y: seq } }, only?: string[]): PageChunk {
      const bytes = packed(`${JSON.stringify(event)}\n`);
      return { shareId, stream, seq: seq++, bytes, ...(only ? { only } : {}) };
    },
    text: (text: string) =>
      pages.next({
        type: 3,
        data: { source: 0, adds: [], removes: [], texts: [{ id: 1, value: text }], attributes: [] },
      }),
  };
  return pages;
}
