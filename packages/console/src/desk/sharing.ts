import { type Clock, createCleanup } from '@theke/kit';
import type { Line } from '@theke/line';
import type { LiveAsks, LiveTells, PictureGap } from '@theke/protocol';
import { type ReadonlySignal, signal } from './signals.ts';
import type { PageView, StartView } from './viewDoor.ts';

export type LiveLine = Line<LiveAsks, LiveTells>;
export type Tool = 'point' | 'highlight';

/** The page of one visitor while it is on this screen. */
export interface Sharing {
  /** The running view; null when no page is on the stage. */
  readonly view: ReadonlySignal<PageView | null>;
  readonly tool: ReadonlySignal<Tool>;
  /** Words of what is highlighted on the visitor's page. */
  readonly marked: ReadonlySignal<string | null>;
  choose(tool: Tool): void;
  /** Shows a share inside `mount`; the undo takes everything away again. */
  attach(shareId: string, mount: HTMLElement, frameTitle: string): () => void;
  gap(shareId: string, why: PictureGap): void;
  /** The agent's pointer, in CSS pixels of the visitor's page; null when it left. */
  point(at: { x: number; y: number } | null): void;
  /** Frames what is under this place; gives its words, or null when nothing is there. */
  mark(at: { x: number; y: number }): string | null;
  clearMark(): void;
}

// 30 times a second is as smooth as a pointer needs to be; the newest place wins.
const pointerEachMs = 33;

/** Makes {@link Sharing}. Opens the live line only while a page is on the stage. */
export function createSharing(powers: {
  openLive: () => LiveLine;
  startView: StartView;
  assetUrl: (shareId: string, url: string) => string | null;
  clock: Clock;
}): Sharing {
  const { clock } = powers;
  const view = signal<PageView | null>(null);
  const tool = signal<Tool>('point');
  const marked = signal<string | null>(null);
  let on: { shareId: string; live: LiveLine } | null = null;
  let nextPlace: { x: number; y: number; inside: boolean } | null = null;
  let sentAtMs = Number.NEGATIVE_INFINITY;
  let armed: (() => void) | null = null;

  function sendPlace() {
    armed = null;
    if (!on || !nextPlace) return;
    sentAtMs = clock.elapsed();
    on.live.tell('pointer:move', { shareId: on.shareId, ...nextPlace });
    nextPlace = null;
  }

  function place(next: { x: number; y: number; inside: boolean }) {
    nextPlace = next;
    if (armed) return;
    const dueMs = sentAtMs + pointerEachMs - clock.elapsed();
    if (dueMs <= 0) sendPlace();
    else armed = clock.after(dueMs, sendPlace);
  }

  function highlight(node: number | null, label: string | null) {
    marked.value = label;
    if (on) on.live.tell('highlight:set', { shareId: on.shareId, node });
  }

  return {
    view,
    tool,
    marked,
    choose(next) {
      tool.value = next;
      if (next !== 'point') place({ x: 0, y: 0, inside: false });
    },
    attach(shareId, mount, frameTitle) {
      const cleanup = createCleanup();
      const live = powers.openLive();
      const mine = powers.startView({
        shareId,
        mount,
        frameTitle,
        clock,
        assetUrl: (url) => powers.assetUrl(shareId, url),
        wantPicture: () => live.tell('picture:want', { shareId }),
      });
      // The server has the visitor begin a picture for whoever joins late; nothing needs to be asked for here.
      const join = () => live.ask('share:join', { shareId });
      cleanup.add(() => live.close());
      cleanup.add(() => mine.close());
      cleanup.add(live.on('page:chunked', (chunk) => chunk.shareId === shareId && mine.take(chunk)));
      cleanup.add(live.on('pointer:moved', (pointer) => pointer.shareId === shareId && mine.pointer(pointer)));
      cleanup.add(live.on('share:cut', (cut) => cut.shareId === shareId && mine.ended()));
      cleanup.add(live.onState((state) => void (state === 'online' && join())));
      cleanup.add(() => {
        armed?.();
        armed = null;
        nextPlace = null;
        if (view.peek() === mine) view.value = null;
        if (on?.live === live) on = null;
        marked.value = null;
      });
      on = { shareId, live };
      view.value = mine;
      live.open();
      return () => cleanup.run();
    },
    gap: (shareId, why) => void (on?.shareId === shareId && view.peek()?.gap(why)),
    point(at) {
      if (at && tool.peek() !== 'point') return;
      place(at ? { ...at, inside: true } : { x: 0, y: 0, inside: false });
    },
    mark(at) {
      const found = view.peek()?.nodeAt(at.x, at.y) ?? null;
      highlight(found?.node ?? null, found?.label ?? null);
      return found?.label ?? null;
    },
    clearMark: () => highlight(null, null),
  };
}
