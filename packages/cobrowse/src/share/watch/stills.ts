import { encode } from '../encode.ts';
import type { Context } from './context.ts';

/** What canvases and videos in sight look like, now and then. */
export interface Stills {
  /** A canvas or video has been told. */
  told(element: Element): void;
  /** Pictures that are ready, as lines; each once. */
  take(): string[];
  /** Somebody new is looking: all again. */
  again(): void;
  stop(): void;
}

const everyMs = 1_000;
const maxSide = 640;
// Four moving pictures at once are enough to see what is going on.
const maxAtOnce = 4;
const maxBytes = 120_000;
const quality = 0.6;

/** Makes {@link Stills}. Draws nothing until the first canvas or video is told. Those the shop does not show are never drawn. */
export function createStills(context: Context, onReady: () => void): Stills {
  const { window, clock, book, dom, eyes } = context;
  let inSight = new Set<Element>();
  const watched = new Set<Element>();
  const tainted = new WeakSet<Element>();
  let last = new WeakMap<Element, string>();
  const ready = new Map<Element, string>();
  let sight: IntersectionObserver | null = null;
  let waiting: (() => void) | null = null;
  let from = 0;
  let stopped = false;

  const mayShow = (element: Element) =>
    book.entry(element) !== undefined && eyes.see(element).verdict === 'show' && !tainted.has(element);

  function sizeOf(element: Element): { width: number; height: number } {
    const { videoWidth, videoHeight, width, height } = element as HTMLVideoElement & HTMLCanvasElement;
    return dom.tag(element) === 'video' ? { width: videoWidth, height: videoHeight } : { width, height };
  }

  function draw(element: Element): void {
    const { width, height } = sizeOf(element);
    if (width === 0 || height === 0) return;
    const scale = Math.min(1, maxSide / Math.max(width, height));
    const canvas = window.document.createElement('canvas');
    canvas.width = Math.max(1, Math.round(width * scale));
    canvas.height = Math.max(1, Math.round(height * scale));
    try {
      canvas.getContext('2d')?.drawImage(element as HTMLCanvasElement, 0, 0, canvas.width, canvas.height);
      canvas.toBlob((blob) => void read(element, blob), 'image/webp', quality);
    } catch {
      // Something of another origin was drawn in it: nobody may read it, now or later.
      tainted.add(element);
    }
  }

  async function read(element: Element, blob: Blob | null): Promise<void> {
    if (!blob || blob.size > maxBytes) return;
    const bytes = new Uint8Array(await blob.arrayBuffer());
    if (stopped) return;
    let text = '';
    for (let at = 0; at < bytes.length; at += 8_192) text += String.fromCharCode(...bytes.subarray(at, at + 8_192));
    const image = `data:${blob.type};base64,${window.btoa(text)}`;
    if (last.get(element) === image) return;
    last.set(element, image);
    ready.set(element, image);
    onReady();
  }

  function look(): void {
    waiting = null;
    for (const element of watched) {
      if (book.entry(element)) continue;
      watched.delete(element);
      inSight.delete(element);
      sight?.unobserve(element);
    }
    if (watched.size === 0 || stopped) return;
    waiting = clock.after(everyMs, look);
    if (window.document.hidden) return;
    const may = [...inSight].filter(mayShow);
    // In turns, where there are many.
    for (let i = 0; i < Math.min(maxAtOnce, may.length); i += 1) draw(may[(from + i) % may.length]!);
    from += maxAtOnce;
  }

  return {
    told(element) {
      if (stopped) return;
      sight ??= new window.IntersectionObserver((seen) => {
        for (const { target, isIntersecting } of seen) {
          if (isIntersecting) inSight.add(target);
          else inSight.delete(target);
        }
      });
      watched.add(element);
      last.delete(element);
      sight.observe(element);
      waiting ??= clock.after(everyMs, look);
    },
    take() {
      const lines: string[] = [];
      for (const [element, image] of ready) {
        const entry = book.entry(element);
        if (entry && mayShow(element)) lines.push(`${encode({ type: 8, data: { id: entry.id, image } })}\n`);
      }
      ready.clear();
      return lines;
    },
    again() {
      last = new WeakMap();
    },
    stop() {
      stopped = true;
      waiting?.();
      sight?.disconnect();
      inSight = new Set();
      watched.clear();
      ready.clear();
    },
  };
}
