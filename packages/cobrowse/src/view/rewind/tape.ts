import type { PageEvent } from '../../events.ts';

/** One thing that was shown: a line as it came, or our own note of the picture that stood then. */
export type Taped = { atMs: number } & ({ line: string } | { own: string });

/** A stretch that can be shown by itself: it begins with a whole picture. */
export interface Segment {
  fromMs: number;
  readonly entries: Taped[];
  chars: number;
}

/** What was shown of late, in stretches; the oldest go when there is too much. */
export interface Tape {
  /** A picture of its own follows. */
  begin(atMs: number): void;
  add(atMs: number, line: string): void;
  /** Our own note of how it looks now: from here on nothing before is needed. */
  note(atMs: number, events: readonly PageEvent[]): void;
  /** The same for a moment long ago: the rest of that stretch becomes one of its own, from this entry on. */
  split(segment: Segment, index: number, events: readonly PageEvent[]): void;
  /** Where to begin to show this moment: the last stretch that had begun by then. */
  segmentAt(ms: number): Segment | null;
  after(segment: Segment): Segment | null;
  readonly last: Segment | null;
  readonly range: { fromMs: number; toMs: number } | null;
  readonly chars: number;
  clear(): void;
}

const sizeOf = (entry: Taped) => ('line' in entry ? entry.line : entry.own).length;

/** Makes an empty {@link Tape} that keeps `keepMs` and at most `maxChars`. */
export function createTape(keepMs: number, maxChars: number): Tape {
  const segments: Segment[] = [];
  let chars = 0;
  let toMs = 0;

  function cut(fromMs: number): void {
    segments.push({ fromMs, entries: [], chars: 0 });
    trim();
  }

  function put(entry: Taped): void {
    const last = segments.at(-1);
    if (!last) return;
    const size = sizeOf(entry);
    last.entries.push(entry);
    last.chars += size;
    chars += size;
    toMs = entry.atMs;
    trim();
  }

  /** The first stretch is of use as long as the second began too late; but never more than all may take. */
  function trim(): void {
    while (segments.length > 1 && (segments[1]!.fromMs <= toMs - keepMs || chars > maxChars)) {
      chars -= segments.shift()!.chars;
    }
    const only = segments[0];
    // One stretch larger than everything: its later part hangs on the earlier, so nothing of it is of use.
    if (only && chars > maxChars) {
      chars = 0;
      segments.length = 0;
    }
  }

  return {
    begin: cut,
    add: (atMs, line) => put({ atMs, line }),
    note(atMs, events) {
      cut(atMs);
      for (const event of events) put({ atMs, own: JSON.stringify(event) });
    },
    split(segment, index, events) {
      const at = segments.indexOf(segment);
      const next = segment.entries[index];
      if (at < 0 || !next) return;
      const rest = segment.entries.splice(index);
      const own = events.map((event) => ({ atMs: next.atMs, own: JSON.stringify(event) }));
      const moved = rest.reduce((sum, entry) => sum + sizeOf(entry), 0);
      const added = own.reduce((sum, entry) => sum + sizeOf(entry), 0);
      segment.chars -= moved;
      chars += added;
      segments.splice(at + 1, 0, { fromMs: next.atMs, entries: [...own, ...rest], chars: moved + added });
    },
    segmentAt: (ms) => segments.findLast(({ fromMs }) => fromMs <= ms) ?? segments[0] ?? null,
    after: (segment) => segments[segments.indexOf(segment) + 1] ?? null,
    get last() {
      return segments.at(-1) ?? null;
    },
    get range() {
      const first = segments[0];
      return first && first.entries.length > 0 ? { fromMs: Math.max(first.fromMs, toMs - keepMs), toMs } : null;
    },
    get chars() {
      return chars;
    },
    clear() {
      segments.length = 0;
      chars = 0;
    },
  };
}
