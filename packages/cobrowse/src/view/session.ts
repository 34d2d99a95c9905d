import { signal } from '@preact/signals-core';
import { createCleanup } from '@theke/kit';
import type { PageFacts } from '../events.ts';
import { createCaptures } from './captures.ts';
import type { ViewPowers, ViewSession, ViewState } from './doors.ts';
import { createHover } from './hover.ts';
import { createLive } from './live.ts';
import { boxOfNode, detailsOf, nodeAt, scrollerAt } from './places.ts';
import { createQuality } from './quality.ts';
import { createRewind } from './rewind/rewind.ts';
import { createShowing, type Showing } from './showing.ts';
import { createSlices } from './slices.ts';
import { createStage } from './stage.ts';
import { swapFiles } from './swap.ts';
import { createWants } from './wants.ts';

// Files come in bursts; each look for their places walks the page.
const swapAfterMs = 100;
const nowhere = { node: null, left: 0, top: 0, minLeft: 0, maxLeft: 0, maxTop: 0 };

/** Shows a shared page as it is told of, and nothing that is not told properly. Knows no sockets. */
export function startView(powers: ViewPowers): ViewSession {
  const { clock } = powers;
  const window = powers.mount.ownerDocument.defaultView as Window & typeof globalThis;
  const cleanup = createCleanup();
  const state = signal<ViewState>({ phase: 'waiting' });
  const size = signal<{ width: number; height: number } | null>(null);
  const pageUrl = signal<string | null>(null);
  const stage = createStage(powers.mount);
  const slices = createSlices(window, clock);
  const captures = createCaptures(powers.assetUrl);
  const isHidden = () => window.document.hidden;
  let wanted = 0;
  let swapping: (() => void) | null = null;
  let past: Showing | null = null;
  let looking = false;

  const over = () => cleanup.done || state.peek().phase === 'ended';

  function move(next: ViewState): void {
    const { phase } = state.peek();
    if (phase === 'ended' || (phase === 'live' && next.phase === 'live')) return;
    state.value = next;
    stage.dim(next.phase === 'gap' || next.phase === 'ended');
  }

  const wants = createWants(clock, () => {
    wanted += 1;
    powers.wantPicture();
  });

  const open = (onMissing: () => void) =>
    createShowing(
      {
        stage,
        frameTitle: powers.frameTitle,
        frameLabel: powers.frameLabel ?? '',
        address: captures.address,
      },
      onMissing,
    );

  function resize(facts: PageFacts): void {
    const { width, height } = facts;
    const before = size.peek();
    if (before?.width !== width || before.height !== height) size.value = { width, height };
    stage.resize(width, height);
    stage.zoom(facts.zoom ?? null);
  }

  const live = createLive({
    clock,
    slices,
    captures,
    wants,
    isHidden,
    open,
    onShown(showing) {
      stage.show(showing.layer);
      showing.player.scrolls.look(looking);
    },
    onPage(facts) {
      pageUrl.value = facts.href;
      if (!past) resize(facts);
    },
    onLive: () => move({ phase: 'live' }),
    onGap: (why) => state.peek().phase === 'live' && move({ phase: 'gap', why }),
    keep: (lines, isPicture) => memory.keep(lines, isPicture),
    onApplied: ({ atMs }) => meter.applied(atMs),
    onFile() {
      swapping ??= clock.after(swapAfterMs, () => {
        swapping = null;
        if (live.shown) slices.idle(swapFiles(live.shown.player, captures.swaps()), () => {});
      });
    },
  });
  const meter = createQuality(clock, () => live.stats);
  const hover = createHover(clock, () => (past ? null : (live.shown?.player ?? null)), isHidden);
  const memory = createRewind({
    clock,
    slices,
    open: () => open(() => {}),
    player: () => live.shown?.player ?? null,
    cover(showing) {
      past = showing;
      stage.cover(showing?.layer ?? null);
      const facts = (showing ?? live.shown)?.player.facts;
      if (facts) resize(facts);
    },
  });

  cleanup.add(() => stage.remove());
  for (const step of [live.close, memory.close, meter.stop, hover.stop, wants.stop]) cleanup.add(step);
  cleanup.add(() => swapping?.());

  /** The picture acts are about: of the past none are. */
  const present = () => (past || cleanup.done ? null : (live.shown?.player ?? null));

  return {
    state,
    size,
    pageUrl,
    quality: meter.quality,
    rewind: memory.rewind,
    get stats() {
      return { ...live.stats, wanted };
    },
    get seen() {
      return live.seen;
    },
    take(chunk) {
      if (over() || chunk.shareId !== powers.shareId) return;
      meter.arrived(chunk.bytes?.byteLength ?? 0);
      live.take(chunk);
    },
    gap(why) {
      if (state.peek().phase !== 'waiting') move({ phase: 'gap', why });
    },
    pointer(pointer) {
      if (cleanup.done) return;
      stage.pointer(pointer);
      hover.pointer(pointer);
    },
    toPage: (clientX, clientY) => stage.toPage(clientX, clientY),
    nodeAt(x, y) {
      const player = present();
      return player && nodeAt(player, x, y);
    },
    boxOf(node) {
      const player = present();
      return player && boxOfNode(player, node);
    },
    detailsOf(node) {
      const player = present();
      return player && detailsOf(player, node);
    },
    scrollerAt(x, y) {
      const player = present();
      return player ? scrollerAt(player, x, y) : nowhere;
    },
    look(on) {
      looking = on;
      live.shown?.player.scrolls.look(on);
      stage.shift({ x: 0, y: 0 });
    },
    lookBy(dx, dy) {
      const player = present();
      const page = player?.document?.scrollingElement;
      if (!player || !page || !looking) return null;
      const from = player.dom.scrollOf(page);
      player.dom.scroll(page, { left: from.left + dx, top: from.top + dy });
      stage.shift(player.scrolls.shift());
      const { left, top } = player.dom.scrollOf(page);
      return { node: null, left, top };
    },
    ended() {
      move({ phase: 'ended' });
      wants.stop();
      stage.pointer(null);
    },
    close: () => cleanup.run(),
  };
}
