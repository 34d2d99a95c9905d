import { encode } from '../encode.ts';
import type { Capture, createCapture } from './capture.ts';

/** The files captured while a page is shared, as lines of its stream. */
export interface Captured {
  /** Whether the site wants it now. */
  on(wanted: boolean): void;
  see(url: string, told: string): void;
  /** Lines that were not told yet. */
  take(): string[];
  /** All of them, for somebody new. */
  all(): readonly string[];
  stop(): void;
}

/** Makes {@link Captured}; reads nothing before it is wanted. `onReady`: there is a line to take. */
export function createCaptured(
  window: Window & typeof globalThis,
  onReady: () => void,
  load: () => Promise<{ createCapture: typeof createCapture }>,
): Captured {
  const lines: string[] = [];
  // Named while it was off: read when it is switched on.
  const seen = new Map<string, string>();
  let told = 0;
  let capture: Capture | null = null;
  let isWanted = false;
  let stopped = false;

  async function begin() {
    const { createCapture } = await load();
    if (!isWanted || stopped || capture) return;
    capture = createCapture({
      window,
      tell(event) {
        lines.push(`${encode(event)}\n`);
        onReady();
      },
    });
    for (const [name, url] of seen) capture.see(url, name);
  }

  return {
    on(wanted) {
      if (wanted === isWanted) return;
      isWanted = wanted;
      capture?.stop();
      capture = null;
      // Where it cannot be had, pictures behind a login stay empty boxes.
      if (wanted) begin().catch(() => {});
    },
    see(url, name) {
      if (!capture && seen.size < 400) seen.set(name, url);
      capture?.see(url, name);
    },
    take() {
      const fresh = lines.slice(told);
      told = lines.length;
      return fresh;
    },
    all: () => lines,
    stop() {
      stopped = true;
      capture?.stop();
      capture = null;
    },
  };
}
