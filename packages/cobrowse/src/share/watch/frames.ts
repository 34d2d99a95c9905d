import type { Entry } from './book.ts';
import type { Context } from './context.ts';
import type { Observer } from './observe.ts';

export interface FramesPowers {
  context: Context;
  observer: Pick<Observer, 'watch' | 'unwatch'>;
  /** Patches a frame's window; gives its undo. */
  patch(window: Window & typeof globalThis): () => void;
}

/** Frames of the page's own origin whose insides are shared, too. */
export interface Frames {
  /** A frame is about to be told: its inside is shared if it may be. */
  meet(frame: Element): void;
  /** The frame has been told; its document is to follow. */
  told(entry: Entry): void;
  /** A frame has loaded a document. */
  loaded(frame: Element): void;
  /** Told frames whose documents were not told yet. */
  waiting(): { document: Document; entry: Entry }[];
  /** Lets go of the documents of frames that are gone. */
  sweep(): void;
  stop(): void;
}

/** Makes {@link Frames}. Nobody may look into frames of other origins: boxes, unless their pages take part by themselves. */
export function createFrames({ context, observer, patch }: FramesPowers): Frames {
  const { dom, book, due } = context;
  const open = new Map<Document, { frame: Element; undo: () => void }>();
  let untold: Entry[] = [];

  function close(document: Document): void {
    const { undo } = open.get(document)!;
    open.delete(document);
    dom.place(document, null);
    observer.unwatch(document);
    try {
      undo();
    } catch {
      // Its window has gone to another origin.
    }
  }

  return {
    meet(frame) {
      const document = dom.inside(frame);
      if (!document) return context.foreign?.meet(frame, context);
      if (open.get(document)?.frame === frame) return;
      const view = document.defaultView as (Window & typeof globalThis) | null;
      if (!view) return;
      open.set(document, { frame, undo: patch(view) });
      dom.place(document, frame);
      observer.watch(document);
    },
    told(entry) {
      untold.push(entry);
    },
    loaded(frame) {
      const entry = book.entry(frame);
      const document = dom.inside(frame);
      if (entry && (!document || open.get(document)?.frame !== frame)) due.note('anew', frame);
    },
    waiting() {
      const found = untold.flatMap((entry) => {
        const document = dom.inside(entry.node as Element);
        return !entry.gone && document && open.has(document) && !book.entry(document) ? [{ document, entry }] : [];
      });
      untold = [];
      return found;
    },
    sweep() {
      for (const [document, { frame }] of open) {
        if (!book.entry(document) && !untold.some(({ node }) => node === frame)) close(document);
      }
    },
    stop() {
      for (const document of [...open.keys()]) close(document);
    },
  };
}
