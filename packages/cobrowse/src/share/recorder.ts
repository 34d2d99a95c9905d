import { record } from '@rrweb/record';
import { frameTag } from '../events.ts';
import { restoreShadowRoots, takeFingerprint } from './restore.ts';
import type { RawEvent } from './scrub.ts';

/** Watches the page and tells what changes, raw. */
export interface Recorder {
  /** Tells the whole page anew, at once. */
  picture(): void;
  stop(): void;
}

interface Mirror {
  getNode(id: number): Node | null;
  getIds(): number[];
  add(node: Node, meta: { tagName?: string }): void;
}

/** What we use of the library; its own types name a package that does not exist here. */
interface Record {
  (options: object): (() => void) | undefined;
  takeFullSnapshot(isCheckout?: boolean): void;
  mirror: Mirror;
}
const library = record as unknown as Record;

/** The live node that the recorder calls `id`, if it is still there. */
export const nodeOf = (id: number): Node | null => library.mirror.getNode(id);

/**
 * Keeps the library from watching our own shadow root, which changes with every message: it only takes roots for real that call
 * themselves so. Gives its undo.
 */
export function hideRoot(inside: Node): () => void {
  const root = inside.getRootNode();
  if (root.nodeType !== 11) return () => {};
  Object.defineProperty(root, Symbol.toStringTag, { value: 'ThekeRoot', configurable: true });
  return () => void Reflect.deleteProperty(root, Symbol.toStringTag);
}

// Its book of nodes is one for the whole page.
let busy = false;

const ours = 'theke-widget,[data-theke-widget]';

const slimDOMOptions = {
  script: true,
  comment: true,
  headFavicon: true,
  headWhitespace: true,
  headMetaSocial: true,
  headMetaRobots: true,
  headMetaHttpEquiv: true,
  headMetaVerification: true,
  headMetaAuthorship: true,
  headMetaDescKeywords: true,
  headTitleMutations: true,
};

/**
 * Starts recording and tells the first picture before it returns. One recording at a time per page.
 *
 * The library's own masking is a second net only: values never enter its events (each is replaced by a number that changes),
 * and the scrubber behind `emit` decides. `trouble` is told of errors inside the recorder; they do not reach the page.
 */
export function startRecorder(
  window: Window & typeof globalThis,
  emit: (event: RawEvent) => void,
  trouble: () => void,
): Recorder | null {
  if (busy) return null;
  const { mirror } = library;
  const fingerprint = takeFingerprint(window);
  const marked = new Set(window.document.querySelectorAll('[data-rr-is-password]'));
  const add = mirror.add;
  // The library follows same-origin frames by their tag and cannot be told not to: it would patch the frame's window and keep
  // listeners there after the end. Renamed in its book, a frame is a box like any other.
  mirror.add = (node, meta) => {
    if (meta.tagName === 'iframe') meta.tagName = frameTag;
    add.call(mirror, node, meta);
  };

  let values = 0;
  let running = true;
  busy = true;
  const undo = library({
    emit: (event: RawEvent) => running && emit(event),
    sampling: { mousemove: false, mouseInteraction: false, scroll: 50, media: 1000, input: 'all' },
    slimDOMOptions,
    blockSelector: ours,
    maskAllInputs: true,
    maskInputFn(text: string) {
      values += 1;
      return text === '' ? '' : String(values);
    },
    inlineStylesheet: true,
    recordCanvas: false,
    collectFonts: false,
    inlineImages: false,
    recordCrossOriginIframes: false,
    errorHandler(error: unknown) {
      // A rule or index the browser refuses is the page's own mistake, and its own to catch.
      if (error instanceof window.DOMException) return false;
      trouble();
      return true;
    },
  });
  fingerprint.patched();

  function shadowRoots(): ShadowRoot[] {
    return mirror.getIds().flatMap((id) => (mirror.getNode(id) as Element | null)?.shadowRoot ?? []);
  }

  function stop(): void {
    if (!running) return;
    running = false;
    busy = false;
    const roots = shadowRoots();
    undo?.();
    Reflect.deleteProperty(mirror, 'add');
    fingerprint.restore();
    restoreShadowRoots(roots);
    // The library looks at new shadow roots a task later, even after its end.
    window.setTimeout(() => restoreShadowRoots(roots), 0);
    for (const field of window.document.querySelectorAll('[data-rr-is-password]')) {
      if (!marked.has(field)) field.removeAttribute('data-rr-is-password');
    }
  }

  if (!undo) {
    stop();
    return null;
  }
  return {
    picture: () => library.takeFullSnapshot(true),
    stop,
  };
}
