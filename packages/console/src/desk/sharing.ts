import { type Clock, createCleanup } from '@theke/kit';
import type { PictureGap } from '@theke/protocol';
import { type Acting, createActing } from './acting.ts';
import { createFilms, type Films } from './films.ts';
import type { May } from './grants.ts';
import { createLeading, type Leading } from './leading.ts';
import { createLinkWatch, type Link } from './link.ts';
import type { LiveLine } from './live.ts';
import { createPointing, type Pointing } from './pointing.ts';
import { type ReadonlySignal, signal } from './signals.ts';
import type { PageView, ViewDoor } from './viewDoor.ts';

/** The page of one visitor while it is on this screen. */
export interface Sharing {
  /** The running view; null when no page is on the stage. */
  readonly view: ReadonlySignal<PageView | null>;
  readonly link: ReadonlySignal<Link | null>;
  readonly pointing: Pointing;
  readonly acting: Acting;
  readonly leading: Leading;
  readonly films: Films;
  /** Shows a share inside `mount`; the undo takes everything away again. */
  attach(shareId: string, mount: HTMLElement, words: { title: string; frame: string }): () => void;
  gap(shareId: string, why: PictureGap): void;
  /** What the visitor allows this agent, newest word; lines of their page end with it. */
  allow(may: May): void;
}

/** Makes {@link Sharing}. Opens the live line only while a page is on the stage. */
export function createSharing(
  powers: Pick<ViewDoor, 'startView' | 'createReach'> & {
    openLive: () => LiveLine;
    assetUrl: (shareId: string, url: string) => string | null;
    clock: Clock;
  },
): Sharing {
  const { clock } = powers;
  const view = signal<PageView | null>(null);
  let on: { shareId: string; live: LiveLine } | null = null;
  const acting = createActing(powers);
  const leading = createLeading({ clock, acting });
  const linkWatch = createLinkWatch({ clock });
  const films = createFilms({ elapsed: () => clock.elapsed() });
  const pointing = createPointing({
    clock,
    live: () => on,
    view: () => view.peek(),
    allowed: () => acting.may.peek().point,
  });

  return {
    view,
    link: linkWatch.link,
    pointing,
    acting,
    leading,
    films,
    attach(shareId, mount, words) {
      const cleanup = createCleanup();
      const live = powers.openLive();
      const mine = powers.startView({
        shareId,
        mount,
        frameTitle: words.title,
        frameLabel: words.frame,
        clock,
        assetUrl: (url) => powers.assetUrl(shareId, url),
        wantPicture: () => live.tell('picture:want', { shareId }),
      });
      // The server has the visitor begin a picture for whoever joins late; nothing needs to be asked for here.
      async function join() {
        const answer = await live.ask('share:join', { shareId });
        // Over while our line was down: waiting for a picture would only pretend.
        if (!answer.ok && ['gone', 'notFound', 'notGranted'].includes(answer.refusal.code)) mine.ended();
      }
      cleanup.add(() => live.close());
      cleanup.add(() => mine.close());
      cleanup.add(live.on('page:chunked', (chunk) => chunk.shareId === shareId && mine.take(chunk)));
      cleanup.add(live.on('pointer:moved', (pointer) => pointer.shareId === shareId && mine.pointer(pointer)));
      cleanup.add(live.on('share:cut', (cut) => cut.shareId === shareId && mine.ended()));
      cleanup.add(live.onState((state) => void (state === 'online' && join())));
      cleanup.add(() => {
        if (view.peek() === mine) view.value = null;
        if (on?.live === live) on = null;
        pointing.reset();
      });
      on = { shareId, live };
      view.value = mine;
      const part = { shareId, live, view: mine };
      for (const one of [acting, leading, linkWatch, films]) cleanup.add(one.begin(part));
      live.open();
      return () => cleanup.run();
    },
    gap: (shareId, why) => void (on?.shareId === shareId && view.peek()?.gap(why)),
    allow(may) {
      const before = acting.may.peek();
      acting.allow(may);
      if (!before.point || may.point) return;
      pointing.drawEnd();
      pointing.clearMark();
      pointing.point(null);
    },
  };
}
