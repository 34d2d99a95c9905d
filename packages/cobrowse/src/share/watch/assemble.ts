import type { Aids } from '../aids/index.ts';
import { createBoxes } from './boxes.ts';
import type { Context } from './context.ts';
import { createFrames, type Frames } from './frames.ts';
import { createObserver, type Observer } from './observe.ts';
import { patchRealm } from './patch.ts';
import { createSheets, type Sheets } from './sheets.ts';
import type { Stills } from './stills.ts';
import { createLateStills } from './stillsLater.ts';
import { createTeller, type Pen, type Teller } from './tell.ts';

/** The parts that see the page, put together. */
export interface Parts {
  observer: Observer;
  sheets: Sheets;
  teller: Teller;
  stills: Stills;
  frames: Frames;
  /** The page is as it was before. */
  stop(): void;
}

/** Puts the parts together, patches and listens. */
export function assemble(context: Context, pen: Pen, powers: { trouble(): void; aids(): Promise<Aids> }): Parts {
  const { window, clock, dom, due } = context;
  // Before anything is patched.
  const readOf = [window.Document, window.ShadowRoot].map(
    ({ prototype }) => Object.getOwnPropertyDescriptor(prototype, 'adoptedStyleSheets')?.get,
  );
  const sheets = createSheets(context, (root) => {
    const list = readOf[dom.kind(root) === 9 ? 0 : 1]?.call(root) as Iterable<CSSStyleSheet> | undefined;
    return list ? Array.from(list) : [];
  });
  const stills = createLateStills(context, powers.aids);
  const boxes = createBoxes(context);
  const observer = createObserver({
    context,
    sheets,
    clock,
    onFrame: (frame) => frames.loaded(frame),
    trouble: powers.trouble,
  });
  const frames = createFrames({ context, observer, patch: (realm) => patchRealm(realm, context, sheets) });
  const teller = createTeller(context, pen, {
    css: sheets.css,
    meets: frames.meet,
    opens(root) {
      observer.watch(root);
      due.note('roots', root);
    },
    told(entry, isInPicture) {
      const kind = dom.kind(entry.node);
      if (kind === 9) due.note('roots', entry.node);
      if (kind !== 1) return;
      const element = entry.node as Element;
      const tag = dom.tag(element);
      if (tag === 'iframe' && entry.isOpen) frames.told(entry);
      if (tag === 'canvas' || tag === 'video') stills.told(element);
      if (entry.isBox) boxes.told(element);
      if (isInPicture || !dom.first(element)) return;
      // An addition cannot say how far it is scrolled.
      const { left, top } = dom.scroll(element);
      if (left || top) due.note('scrolled', element);
    },
  });
  observer.watch(window.document);
  const unpatch = patchRealm(window, context, sheets);

  return {
    observer,
    sheets,
    teller,
    stills,
    frames,
    stop() {
      context.foreign?.rest();
      observer.stop();
      frames.stop();
      stills.stop();
      boxes.stop();
      unpatch();
    },
  };
}
