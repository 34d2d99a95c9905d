import { type Check, edge } from '../checksum.ts';
import { foreignIds } from '../foreignIds.ts';
import { type Book, insides } from './book.ts';
import type { Dom } from './dom.ts';

const stride = 2_000;

/**
 * The shape of the shown page as one number, as the visitor's side counts it: embedded pages of other origins each for itself. Null
 * when it changed while it was counted.
 */
export function* tally(
  dom: Dom,
  book: Book,
  document: Document,
  isStale: () => boolean,
): Generator<void, Check | null> {
  let nodes = 0;
  let sum = 0;
  const top = book.idOf(document);
  const waiting: { of: Node; id: number }[] = [{ of: document, id: top }];
  for (let place = waiting.pop(); place; place = waiting.pop()) {
    let before = 0;
    for (const inner of insides(dom, place.of)) {
      // A shadow root is not told of: what is in it hangs on its host.
      if (dom.kind(inner) === 11) {
        waiting.push({ of: inner, id: place.id });
        continue;
      }
      const id = book.idOf(inner);
      if (id === 0) continue;
      const isPage = dom.kind(inner) === 9;
      if (isPage && id >= foreignIds && top < foreignIds) continue;
      nodes += 1;
      sum = (sum + edge(place.id, isPage ? 0 : before, id)) >>> 0;
      if (!isPage) before = id;
      if (dom.first(inner) || dom.kind(inner) === 1) waiting.push({ of: inner, id });
      if (nodes % stride === 0) {
        yield;
        if (isStale()) return null;
      }
    }
  }
  return { nodes, sum };
}
