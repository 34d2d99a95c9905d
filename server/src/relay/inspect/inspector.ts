import type { PageChunk } from '@theke/protocol';
import type { Continues } from '../lane/course.ts';
import { createScanner, type Scanner } from './scanner.ts';
import { createUnfolder, type Unfolder } from './unfold.ts';

/** More than this in one chunk is no page: real ones unfold to about fifteen times their size, at most to fifty. */
export const maxUnfoldedBytes = 8 * 1024 * 1024;

/**
 * What was found out about one chunk. `fine`: pass it on; `continues`: its stream goes on from that one. `late`: of a stream
 * that is over, or broken before. `broken`: nothing more of this stream is of use, and for `unsafe` why it must not be seen.
 */
export type Finding =
  | { kind: 'fine'; continues: Continues | null; unfoldedBytes: number }
  | { kind: 'late' }
  | { kind: 'broken'; unsafe: 'secret' | 'stream' | null; unfoldedBytes: number };

interface Current {
  stream: number;
  next: number;
  broken: boolean;
  unfolder: Unfolder;
  scanner: Scanner;
}

const continued = /^\{"type":5,"data":\{"after":(\d{1,15})(?:,"chunks":(\d{1,9}))?\}/;

/**
 * Looks into every chunk before anybody sees it: in order, a real deflate stream, within bounds, without what looks like a
 * card number or an IBAN. The visitor's browser hid those already; this is the second net. Keeps nothing of the pages.
 */
export function createInspector(onText: (piece: string) => void) {
  let current: Current | null = null;

  function begin(stream: number): Current {
    current?.unfolder.close();
    current = { stream, next: 0, broken: false, unfolder: createUnfolder(maxUnfoldedBytes), scanner: createScanner() };
    return current;
  }

  function spoil(one: Current): void {
    one.broken = true;
    one.unfolder.close();
  }

  return {
    async take(chunk: PageChunk): Promise<Finding> {
      if (current && chunk.stream < current.stream) return { kind: 'late' };
      const one = current?.stream === chunk.stream ? current : begin(chunk.stream);
      if (one.broken || chunk.seq < one.next) return { kind: 'late' };
      if (chunk.seq !== one.next) {
        spoil(one);
        return { kind: 'broken', unsafe: null, unfoldedBytes: 0 };
      }
      one.next += 1;
      let head = '';
      let unfoldedBytes = 0;
      let found = false;
      let toScan = true;
      const unfolding = one.unfolder.unfold(chunk.bytes, (piece, whole) => {
        if (head.length < 64) head += piece.slice(0, 64);
        unfoldedBytes += piece.length;
        toScan = !whole;
        found = one.scanner.scan(piece, whole) || found;
        if (!found) onText(piece);
      });
      // Most chunks are small and done by now; nobody waits a turn for them.
      const fine = typeof unfolding === 'boolean' ? unfolding : await unfolding;
      if (toScan) found = one.scanner.scan('', true) || found;
      if (fine && !found && !one.broken) {
        const [, after, chunks] = (chunk.seq === 0 && continued.exec(head)) || [];
        const continues = after ? { after: Number(after), chunks: chunks ? Number(chunks) : null } : null;
        return { kind: 'fine', continues, unfoldedBytes };
      }
      const wasBroken = one.broken;
      spoil(one);
      if (wasBroken) return { kind: 'late' };
      return { kind: 'broken', unsafe: found ? 'secret' : 'stream', unfoldedBytes };
    },
    /** What runs is of no use any more: some of it was not passed on. */
    breakOff() {
      if (current) spoil(current);
    },
    close() {
      current?.unfolder.close();
      current = null;
    },
  };
}

export type Inspector = ReturnType<typeof createInspector>;
