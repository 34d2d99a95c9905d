import { change, eventType, type PageEvent } from '../events.ts';
import { createDrift } from './drift.ts';
import { isObject } from './guard.ts';
import type { Live, LivePowers, LiveStats } from './liveDoor.ts';
import { broken, goesOn, nextOrder, noOrder } from './order.ts';
import { createQueue } from './queue.ts';
import { readEvent, readPicture } from './readEvent.ts';
import type { Showing } from './showing.ts';
import { createTroubles } from './troubles.ts';
import { createUnpacker, type Unpacker } from './unpack.ts';

type Job = { line: string } | { stream: number; seq: number; atMs: number };

const continues = '{"type":5,';
const pictured = '{"type":2,';

function parse(line: string): Record<string, unknown> | null {
  try {
    const event: unknown = JSON.parse(line);
    return isObject(event) ? event : null;
  } catch {
    return null;
  }
}

/** Makes {@link Live}: holds the order, reads, builds, applies; asks for a fresh picture when it can make nothing of what comes. */
export function createLive(powers: LivePowers): Live {
  const { clock, slices, wants } = powers;
  const stats: LiveStats = { chunks: 0, events: 0, bad: 0, pictures: 0, dropped: 0, drifted: 0 };
  const troubles = createTroubles(clock);
  let order = noOrder;
  let unpacker: Unpacker | null = null;
  /** The next line is the first of its stream. */
  let fresh = false;
  let shown: Showing | null = null;
  let building: Showing | null = null;
  let hasPicture = false;
  /** What came before the picture that is being built. */
  let held: string[] = [];
  let working: (() => void) | null = null;
  let seen = { stream: -1, seq: -1 };

  const drift = createDrift(slices, () => {
    stats.drifted += 1;
    wants.doubt();
  });
  const queue = createQueue<Job>({ clock, isHidden: powers.isHidden, work, onFlood: giveUp });

  function halt(): void {
    queue.clear();
    working?.();
    working = null;
    drift.halt();
    building?.discard();
    building = null;
    hasPicture = false;
  }

  /** Nothing more can be made of this stream. */
  function giveUp(): void {
    if (order.next !== null) stats.dropped += 1;
    order = broken(order);
    unpacker = null;
    halt();
    powers.onGap('behind');
    wants.need();
  }

  function trouble(): void {
    stats.bad += 1;
    if (troubles.add()) giveUp();
  }

  /** The first line says whether a picture comes, or the one there goes on. False: neither. */
  function begin(line: string): boolean {
    fresh = false;
    const event = line.startsWith(continues) ? parse(line) : null;
    if (event) {
      const one = building ?? shown;
      const told = one && readEvent(event, one.clean);
      const hasOne = building ? hasPicture : shown !== null;
      return told?.type === eventType.continued && hasOne && goesOn(order, told.data);
    }
    halt();
    building = powers.open(trouble);
    held = [];
    return true;
  }

  function work(job: Job): boolean {
    if ('line' in job) return read(job.line);
    seen = { stream: job.stream, seq: job.seq };
    powers.onApplied(job);
    return true;
  }

  function read(line: string): boolean {
    const showing = building ?? shown;
    if (!showing) return true;
    const raw = parse(line);
    if (raw?.type === eventType.picture && building && !working) {
      build(building, raw, line);
      return working === null;
    }
    const event = raw && readEvent(raw, showing.clean);
    if (!event || event.type === eventType.continued) {
      trouble();
      return true;
    }
    stats.events += 1;
    // Before its picture is there nothing can be changed in it.
    if (building && event.type !== eventType.page && event.type !== eventType.asset) return true;
    try {
      apply(showing, event);
    } catch {
      stats.bad += 1;
      giveUp();
      return true;
    }
    if (building) held.push(line);
    else if (event.type !== eventType.check && event.type !== eventType.asset) powers.keep([line], false);
    if (!building && (order.next !== null || event.type === eventType.page)) powers.onLive();
    return true;
  }

  function apply({ player, clean, scheme }: Showing, event: Exclude<PageEvent, { type: 2 }>): void {
    switch (event.type) {
      case eventType.page: {
        const was = scheme();
        player.page(event.data);
        if (!building) powers.onPage(player.facts!);
        // Its sheets were cleaned for the other.
        if (!building && was !== scheme()) wants.doubt();
        return;
      }
      case eventType.change:
        player.change(event.data, clean);
        if (event.data.source === change.resize && !building) powers.onPage(player.facts!);
        return;
      case eventType.check:
        drift.check(player, event.data);
        return;
      case eventType.asset:
        if (powers.captures.add(event.data)) powers.onFile();
        else trouble();
        return;
      case eventType.still:
        player.still(event.data.id, event.data.image);
    }
  }

  function build(showing: Showing, raw: unknown, line: string): void {
    let done = false;
    function* picture(): Generator<void, void> {
      const event = yield* readPicture(raw, showing.clean);
      if (!event) throw new Error('no picture');
      yield* showing.player.picture(event, showing.clean);
    }
    const cancel = slices.run(
      picture(),
      () => {
        done = true;
        working = null;
        building = null;
        hasPicture = false;
        shown?.discard();
        shown = showing;
        stats.events += 1;
        stats.pictures += 1;
        troubles.clear();
        wants.got();
        powers.keep([...held, line], true);
        powers.onShown(showing);
        if (showing.player.facts) powers.onPage(showing.player.facts);
        powers.onLive();
        queue.pump();
      },
      () => {
        done = true;
        working = null;
        stats.bad += 1;
        giveUp();
      },
    );
    if (!done) working = cancel;
  }

  return {
    take(chunk) {
      stats.chunks += 1;
      const { order: now, step } = nextOrder(order, chunk);
      order = now;
      if (step === 'ignore') return;
      if (step === 'hole') return giveUp();
      if (step === 'first') {
        unpacker = createUnpacker();
        fresh = true;
      }
      try {
        for (const line of unpacker?.unpack(new Uint8Array(chunk.bytes)) ?? []) {
          if (order.next === null) return;
          if (fresh) {
            if (!begin(line)) return giveUp();
            if (line.startsWith(continues)) continue;
          }
          if (building && line.startsWith(pictured)) hasPicture = true;
          queue.push({ line }, line.length);
        }
      } catch {
        stats.bad += 1;
        return giveUp();
      }
      if (building) wants.coming();
      queue.push({ stream: chunk.stream, seq: chunk.seq, atMs: clock.elapsed() }, 0);
      if (!working) queue.pump();
    },
    get shown() {
      return shown;
    },
    get seen() {
      return seen;
    },
    get stats() {
      return stats;
    },
    close() {
      halt();
      shown?.discard();
      shown = null;
    },
  };
}
