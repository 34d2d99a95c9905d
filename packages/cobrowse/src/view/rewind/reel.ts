import { eventType, type PageEvent } from '../../events.ts';
import { readEvent, readPicture } from '../readEvent.ts';
import type { Showing } from '../showing.ts';
import type { Slices } from '../slices.ts';
import { trusting } from '../taste.ts';
import { snapshot } from './snapshot.ts';
import type { Segment, Tape, Taped } from './tape.ts';

/** Shows any moment of a tape, in a picture of its own. */
export interface Reel {
  /** On to this moment, from where it stands or anew; `shown` when it is there. Only the last one asked for counts. */
  go(ms: number, shown: (showing: Showing) => void): void;
  /** Nothing is shown of it any more. */
  clear(): void;
}

export interface ReelPowers {
  tape: Tape;
  slices: Slices;
  open(): Showing;
  /** Notes are made on the way, so that the next way is shorter. For tapes nobody else makes notes on. */
  notes: boolean;
}

const noteEveryMs = 120_000;

interface Stand {
  showing: Showing;
  segment: Segment;
  next: number;
}

/** Makes a {@link Reel}. */
export function createReel({ tape, slices, open, notes }: ReelPowers): Reel {
  let stand: Stand | null = null;
  /** On its way; a later moment of the same stretch only makes the way longer. */
  let going: { to: Stand; ms: number; cancel: () => void } | null = null;

  function drop(): void {
    stand?.showing.discard();
    stand = null;
  }

  function* show({ player, clean }: Showing, entry: Taped): Generator<void, void> {
    const isOwn = 'own' in entry;
    const raw = JSON.parse(isOwn ? entry.own : entry.line) as PageEvent;
    const cleaner = isOwn ? trusting : clean;
    if (raw.type === eventType.picture) {
      const event = isOwn ? raw : yield* readPicture(raw, clean);
      if (event) yield* player.picture(event, cleaner);
      return;
    }
    const event = isOwn ? raw : readEvent(raw, clean);
    if (event?.type === eventType.page) player.page(event.data);
    else if (event?.type === eventType.still) player.still(event.data.id, event.data.image);
    else if (event?.type === eventType.change) player.change(event.data, cleaner);
  }

  /** Where to go on from: here, if the moment lies ahead and no picture comes in between. */
  function start(ms: number): Stand | null {
    const segment = tape.segmentAt(ms);
    if (!segment) return null;
    const shownMs = stand && stand.next > 0 ? (stand.segment.entries[stand.next - 1]?.atMs ?? 0) : 0;
    if (stand && stand.segment === segment && shownMs <= ms) return stand;
    return { showing: open(), segment, next: 0 };
  }

  function* way(to: Stand, goal: { ms: number }): Generator<void, void> {
    for (;;) {
      const entry = to.segment.entries[to.next];
      if (!entry || entry.atMs > goal.ms) return;
      if (notes && to.next > 0 && entry.atMs - to.segment.fromMs > noteEveryMs) {
        const events = yield* snapshot(to.showing.player);
        if (events) {
          tape.split(to.segment, to.next, events);
          // The picture is the same; its notes need not be shown.
          to.segment = tape.after(to.segment) ?? to.segment;
          to.next = events.length;
          continue;
        }
      }
      to.next += 1;
      try {
        yield* show(to.showing, entry);
      } catch {
        // What could not be shown then cannot be shown now.
      }
      yield;
    }
  }

  function stop(): void {
    going?.cancel();
    // Half a picture is none; one that was only being moved on stays where it got to.
    if (going && going.to !== stand) going.to.showing.discard();
    going = null;
  }

  return {
    go(ms, shown) {
      if (going && ms >= going.ms && tape.segmentAt(ms) === going.to.segment) {
        going.ms = ms;
        return;
      }
      stop();
      const to = start(ms);
      if (!to) return;
      const trip = { to, ms, cancel: () => {} };
      going = trip;
      trip.cancel = slices.run(
        way(to, trip),
        () => {
          going = null;
          if (stand !== to) drop();
          stand = to;
          shown(to.showing);
        },
        stop,
      );
    },
    clear() {
      stop();
      drop();
    },
  };
}
