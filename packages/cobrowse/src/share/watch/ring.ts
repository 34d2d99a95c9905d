import type { Clock } from '@theke/kit';

interface Seen {
  stream: number;
  seq: number;
}

interface Change {
  node: Node;
  /** Null: its texts or children. */
  names: ReadonlySet<string> | null;
}

/** What has changed in the last seconds, by the chunk it was told with. */
export interface Ring {
  note(node: Node, names: ReadonlySet<string> | null): void;
  /** Everything may have changed. */
  noteAll(): void;
  /** What was noted since the last time went out up to this chunk. */
  shipped(last: Seen): void;
  /** Changes that someone who has seen that chunk has not; null: too long ago to know. */
  since(seen: Seen): Change[] | null;
}

const keepMs = 10_000;
const maxChanges = 20_000;

const isBefore = (a: Seen, b: Seen) => a.stream < b.stream || (a.stream === b.stream && a.seq < b.seq);

/** Makes a {@link Ring}. */
export function createRing(clock: Pick<Clock, 'elapsed'>): Ring {
  let open: Change[] = [];
  const told: { atMs: number; last: Seen; changes: Change[] }[] = [];
  let count = 0;
  /** Whoever has not seen this cannot be told what changed. */
  let floor: Seen = { stream: -1, seq: -1 };
  let isAll = false;

  return {
    note(node, names) {
      open.push({ node, names });
      count += 1;
    },
    noteAll() {
      isAll = true;
    },
    shipped(last) {
      const nowMs = clock.elapsed();
      if (isAll) floor = last;
      isAll = false;
      if (open.length > 0) told.push({ atMs: nowMs, last, changes: open });
      open = [];
      while (told[0] && (count > maxChanges || nowMs - told[0].atMs > keepMs)) {
        const [oldest] = told.splice(0, 1);
        count -= oldest!.changes.length;
        if (isBefore(floor, oldest!.last)) floor = oldest!.last;
      }
    },
    since(seen) {
      if (isAll || isBefore(seen, floor)) return null;
      return [...told.filter(({ last }) => isBefore(seen, last)).flatMap(({ changes }) => changes), ...open];
    },
  };
}
