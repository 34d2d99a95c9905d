import { foreignIds } from '../../foreignIds.ts';
import type { Entry } from '../watch/book.ts';
import type { Context } from '../watch/context.ts';
import type { Foreign } from '../watch/foreign.ts';
import { type FramePicture, mountLine } from './check.ts';
import { createLink, type Link } from './link.ts';
import { frameLimits } from './say.ts';

export interface ForeignPowers {
  site: string;
  /** Exactly those the site has named, as of now. */
  origins(): readonly string[];
}

/** One frame whose page was asked. */
interface Held {
  frame: HTMLIFrameElement;
  origin: string;
  firstId: number;
  link: Link | null;
  /** It has told of itself: it stands in the picture as a frame, no longer as a box. */
  isReady: boolean;
  /** Not told yet. */
  picture: FramePicture | null;
  changes: string[];
  chars: number;
  /** What it was told into. */
  mounted: Entry | null;
  faults: number;
  forget(): void;
}

// A page that breaks the rules again and again is not asked again.
const maxFaults = 3;

/** Where a frame leads, by its own word; null: nowhere of its own. */
export function originOf(
  frame: Element,
  base: string,
  read: (of: Element, name: string) => string | null,
): string | null {
  const src = read(frame, 'src');
  if (!src || !URL.canParse(src, base)) return null;
  const { origin, protocol } = new URL(src, base);
  return /^https?:$/.test(protocol) ? origin : null;
}

/** Makes {@link Foreign}: asks the named ones, puts what they tell into their frames, and lets go of them again. */
export function createForeign(powers: ForeignPowers): Foreign {
  const held = new Map<Element, Held>();
  let context: Context | null = null;
  let asked = 0;

  /** Back to the box: nothing of it is told any more. */
  function drop(one: Held): void {
    one.link?.close();
    one.link = null;
    one.isReady = false;
    one.picture = one.mounted = null;
    one.changes = [];
    context!.dom.place(one.frame, null);
    if (context!.book.entry(one.frame)?.isOpen) context!.due.note('anew', one.frame);
  }

  function forget(one: Held): void {
    drop(one);
    one.forget();
    held.delete(one.frame);
  }

  function begin(one: Held): void {
    asked += 1;
    // Each page has numbers of its own, the next one in the same frame others.
    one.firstId = asked * foreignIds;
    one.link = createLink({
      window: context!.window,
      inside: () => one.frame.contentWindow,
      origin: one.origin,
      site: powers.site,
      firstId: one.firstId,
      clock: context!.clock,
      onPicture(picture) {
        Object.assign(one, { picture, changes: [], chars: 0, isReady: true });
        const { book, dom, due, wake } = context!;
        const entry = book.entry(one.frame);
        // As a box, or with a picture inside already: told anew, with the frame around it.
        if (entry && (!dom.isPlaced(one.frame) || entry === one.mounted)) due.note('anew', one.frame);
        else wake();
      },
      onChanges(lines) {
        if (!one.picture && context!.book.entry(one.frame) !== one.mounted) return;
        one.chars += lines.reduce((sum, line) => sum + line.length, 0);
        one.changes.push(...lines);
        // The line does not take them: a picture when it does.
        if (one.chars > frameLimits.burstChars)
          Object.assign(one, { mounted: null, picture: null, changes: [], chars: 0 });
        context!.wake();
      },
      onOver(why) {
        one.link = null;
        if (why === 'bad') one.faults += 1;
        drop(one);
      },
    });
  }

  function hold(frame: HTMLIFrameElement, origin: string): void {
    const onLoad = () => {
      drop(one);
      if (one.faults < maxFaults) begin(one);
    };
    const one: Held = {
      ...{ frame, origin, firstId: 0, link: null, isReady: false, picture: null, changes: [], chars: 0, mounted: null },
      faults: 0,
      forget: () => frame.removeEventListener('load', onLoad),
    };
    frame.addEventListener('load', onLoad);
    held.set(frame, one);
    begin(one);
  }

  function meet(frame: Element, met: Context): void {
    context = met;
    const { dom, eyes, window } = met;
    const origin = originOf(frame, met.base(), dom.attribute);
    const isNamed = origin !== null && origin !== window.location.origin && powers.origins().includes(origin);
    const may = isNamed && eyes.see(frame).verdict !== 'block';
    const known = held.get(frame);
    if (known && (!may || known.origin !== origin)) forget(known);
    // Only frames of the page itself: whoever is asked looks at who is right above it.
    const isTop = frame.ownerDocument === window.document;
    if (may && isTop && !held.has(frame) && held.size < frameLimits.frames) hold(frame as HTMLIFrameElement, origin);
    dom.place(frame, held.get(frame)?.isReady ? frame : null);
  }

  function take(): string[] {
    const lines: string[] = [];
    for (const one of held.values()) {
      const { frame, link } = one;
      const entry = context!.book.entry(frame);
      if (!entry) {
        // Gone, or in something that is told no more.
        forget(one);
        continue;
      }
      if (!one.isReady || !entry.isOpen) continue;
      if (entry !== one.mounted) {
        if (!one.picture) {
          link?.ask();
          one.changes = [];
          continue;
        }
        lines.push(mountLine(entry.id, one.picture.node), ...one.picture.lines);
        one.mounted = entry;
        one.picture = null;
      }
      lines.push(...one.changes);
      one.changes = [];
      one.chars = 0;
    }
    return lines;
  }

  return {
    meet,
    take,
    again() {
      for (const { frame, mounted } of held.values())
        if (mounted && context!.book.entry(frame) === mounted) context!.due.note('anew', frame);
      if (held.size > 0) context!.wake();
    },
    rest() {
      for (const one of [...held.values()]) forget(one);
    },
    frameOf: (id) => {
      for (const { frame, firstId } of held.values()) if (id > firstId && id < firstId + foreignIds) return frame;
      return null;
    },
  };
}
