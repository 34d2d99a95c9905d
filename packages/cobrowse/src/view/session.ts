import { type ReadonlySignal, signal } from '@preact/signals-core';
import { type Clock, createCleanup } from '@theke/kit';
import type { PageChunk, PictureGap, Pointer } from '@theke/protocol';
import { change, eventType, type PageEvent } from '../events.ts';
import { broken, nextOrder, noOrder } from './order.ts';
import { createPlayer, type Player } from './player.ts';
import { readEvent } from './readEvent.ts';
import { createStage } from './stage.ts';
import { type AssetUrl, createTaste } from './taste.ts';
import { createTroubles } from './troubles.ts';
import { createUnpacker, type Unpacker } from './unpack.ts';

/** What the view shows. In a gap the last picture stays, dimmed. */
export type ViewState =
  | { phase: 'waiting' }
  | { phase: 'live' }
  | { phase: 'gap'; why: PictureGap }
  | { phase: 'ended' };

export interface ViewPowers {
  shareId: string;
  /** In the document, with a size of its own. */
  mount: HTMLElement;
  frameTitle: string;
  /** Written over frames inside the page, whose content is never shown. */
  frameLabel?: string;
  /** The guarded address for one on the shared page, or null: not loaded. The only way anything is loaded. */
  assetUrl: AssetUrl;
  /** This view cannot go on: the other side is to begin a new stream. Called at most once a second. */
  wantPicture: () => void;
  clock: Clock;
}

export interface ViewStats {
  readonly chunks: number;
  readonly events: number;
  /** Events that were not as they must be. */
  readonly bad: number;
  readonly pictures: number;
  readonly wanted: number;
}

export interface ViewSession {
  readonly state: ReadonlySignal<ViewState>;
  /** The visitor's viewport in CSS pixels. */
  readonly size: ReadonlySignal<{ width: number; height: number } | null>;
  /** Where the visitor is: origin and path. */
  readonly pageUrl: ReadonlySignal<string | null>;
  readonly stats: ViewStats;
  take(chunk: PageChunk): void;
  gap(why: PictureGap): void;
  /** The visitor's pointer. */
  pointer(pointer: Pointer): void;
  /** From a place in the agent's window to one in the visitor's viewport; null outside the picture. */
  toPage(clientX: number, clientY: number): { x: number; y: number } | null;
  /** The element at a place in the visitor's viewport, under the name both sides know it by. */
  nodeAt(x: number, y: number): { node: number; label: string; box: DOMRect } | null;
  ended(): void;
  close(): void;
}

const wantEveryMs = 1_000;
const maxLabelChars = 60;

interface Showing {
  player: Player;
  layer: HTMLElement;
}

/** Shows a shared page as it is told of, and nothing that is not told properly. Knows no sockets. */
export function startView(powers: ViewPowers): ViewSession {
  const { clock } = powers;
  const cleanup = createCleanup();
  const state = signal<ViewState>({ phase: 'waiting' });
  const size = signal<{ width: number; height: number } | null>(null);
  const pageUrl = signal<string | null>(null);
  const stats = { chunks: 0, events: 0, bad: 0, pictures: 0, wanted: 0 };
  const stage = createStage(powers.mount);
  const taste = createTaste(powers.assetUrl);
  const troubles = createTroubles(clock);
  let order = noOrder;
  let unpacker: Unpacker | null = null;
  let shown: Showing | null = null;
  let building: Showing | null = null;
  let lastWantMs = Number.NEGATIVE_INFINITY;
  let wanting: (() => void) | null = null;

  function move(next: ViewState): void {
    const { phase } = state.value;
    if (phase === 'ended' || (phase === 'live' && next.phase === 'live')) return;
    state.value = next;
    stage.dim(next.phase === 'gap' || next.phase === 'ended');
  }

  function want(): void {
    if (wanting || cleanup.done || state.value.phase === 'ended') return;
    const dueMs = Math.max(0, lastWantMs + wantEveryMs - clock.elapsed());
    const ask = () => {
      wanting = null;
      // A new stream may have come meanwhile.
      if (order.next !== null) return;
      lastWantMs = clock.elapsed();
      stats.wanted += 1;
      powers.wantPicture();
      // The wish itself may be lost on the way.
      want();
    };
    if (dueMs === 0) ask();
    else wanting = clock.after(dueMs, ask);
  }

  /** Nothing more can be made of this stream. */
  function giveUp(): void {
    order = broken(order);
    unpacker = null;
    discard(building);
    building = null;
    if (state.value.phase === 'live') move({ phase: 'gap', why: 'behind' });
    want();
  }

  function discard(showing: Showing | null): void {
    showing?.player.close();
    showing?.layer.remove();
  }

  function trouble(): void {
    stats.bad += 1;
    if (troubles.add()) giveUp();
  }

  function begin(): void {
    discard(building);
    const layer = stage.layer();
    unpacker = createUnpacker();
    const player = createPlayer({
      root: layer,
      frameTitle: powers.frameTitle,
      frameLabel: powers.frameLabel ?? '',
      clock,
      onMissing: trouble,
    });
    building = { player, layer };
  }

  function swap(): void {
    if (!building) return;
    stage.show(building.layer);
    discard(shown);
    shown = building;
    building = null;
    stats.pictures += 1;
    troubles.clear();
  }

  function take(event: PageEvent): void {
    stats.events += 1;
    const showing = building ?? shown;
    if (!showing) return;
    if (event.type === eventType.change && building) return;
    const isSize =
      event.type === eventType.page || (event.type === eventType.change && event.data.source === change.resize);
    showing.player.apply(event);
    if (event.type === eventType.page) pageUrl.value = event.data.href;
    if (isSize) {
      const { width, height } = event.data as { width: number; height: number };
      size.value = { width, height };
      stage.resize(width, height);
    }
    if (event.type === eventType.picture) swap();
    if (!building) move({ phase: 'live' });
  }

  function read(line: string): void {
    const tools = (building ?? shown)?.player;
    if (!tools) return;
    let event: PageEvent | null = null;
    try {
      event = readEvent(JSON.parse(line), {
        assetUrl: powers.assetUrl,
        taste,
        tagOf: tools.tagOf,
        tagAround: tools.tagAround,
      });
    } catch {
      // Not JSON, or nested too deep to read.
    }
    if (event) take(event);
    else trouble();
  }

  // Who comes late to a quiet page would else wait for the visitor's next move.
  lastWantMs = clock.elapsed();
  want();

  cleanup.add(() => {
    wanting?.();
    discard(building);
    discard(shown);
    stage.remove();
  });

  return {
    state,
    size,
    pageUrl,
    get stats() {
      return { ...stats };
    },
    take(chunk) {
      if (cleanup.done || state.value.phase === 'ended' || chunk.shareId !== powers.shareId) return;
      stats.chunks += 1;
      const { order: now, step } = nextOrder(order, chunk);
      order = now;
      if (step === 'ignore') return;
      if (step === 'hole') return giveUp();
      try {
        if (step === 'first') begin();
        for (const line of unpacker?.unpack(new Uint8Array(chunk.bytes)) ?? []) {
          if (order.next !== null) read(line);
        }
      } catch {
        stats.bad += 1;
        giveUp();
      }
    },
    gap(why) {
      if (state.value.phase !== 'waiting') move({ phase: 'gap', why });
    },
    pointer: (pointer) => cleanup.done || stage.pointer(pointer),
    toPage: (clientX, clientY) => stage.toPage(clientX, clientY),
    nodeAt(x, y) {
      const found = shown?.player.elementAt(x, y);
      if (!found) return null;
      const words = (found.element.textContent ?? '').replace(/\s+/g, ' ').trim().slice(0, maxLabelChars);
      const label = `${found.element.localName} ${words}`.trim();
      return { node: found.id, label, box: found.element.getBoundingClientRect() };
    },
    ended() {
      move({ phase: 'ended' });
      wanting?.();
      wanting = null;
      stage.pointer(null);
    },
    close: () => cleanup.run(),
  };
}
