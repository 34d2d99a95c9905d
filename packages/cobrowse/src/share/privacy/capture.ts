import { eventType, type PageEvent } from '../../events.ts';
import { plainImage } from './addresses.ts';

export interface CapturePowers {
  window: Window & typeof globalThis;
  /** Takes an `asset` event on its way to the view. */
  tell(event: PageEvent): void;
  maxFileBytes?: number;
  maxPageBytes?: number;
}

/** Reads pictures and fonts of the shop where only the visitor's browser may: behind a login. */
export interface Capture {
  /** A file that is shown: where it really is, and what it is called in what was sent (absent: the same). */
  see(url: string, told?: string): void;
  /** At once: what is on its way is given up. */
  stop(): void;
}

const types =
  /^(image\/(png|jpeg|gif|webp|avif|svg\+xml|x-icon|vnd\.microsoft\.icon)|font\/(woff2?|ttf|otf)|application\/font-woff2?)$/;
// A page names more only by mistake, or to wear us out.
const maxFiles = 400;

/**
 * Makes a {@link Capture}. Only files of the shop's own origin, from the cache where they are there, one at a time while the page
 * has nothing to do. Drawings that could hold a text stay here.
 */
export function createCapture(powers: CapturePowers): Capture {
  const { window, maxFileBytes = 200_000, maxPageBytes = 4_000_000 } = powers;
  const stopping = new AbortController();
  const seen = new Set<string>();
  const waiting: { url: string; told: string }[] = [];
  let roomBytes = maxPageBytes;
  let busy = false;

  async function read(url: string): Promise<{ mime: string; bytes: Uint8Array } | null> {
    const answer = await window.fetch(url, {
      // Another origin is never asked, not even after a redirect.
      mode: 'same-origin',
      credentials: 'include',
      cache: 'force-cache',
      signal: stopping.signal,
    });
    const mime = (answer.headers.get('content-type') ?? '').split(';', 1)[0]!.trim().toLowerCase();
    const room = Math.min(maxFileBytes, roomBytes);
    if (!answer.ok || !answer.body || !types.test(mime) || Number(answer.headers.get('content-length') ?? 0) > room) {
      await answer.body?.cancel();
      return null;
    }
    const parts: Uint8Array[] = [];
    let size = 0;
    const reader = answer.body.getReader();
    for (let part = await reader.read(); !part.done; part = await reader.read()) {
      size += part.value.length;
      if (size > room) {
        await reader.cancel();
        return null;
      }
      parts.push(part.value);
    }
    const bytes = new Uint8Array(size);
    let at = 0;
    for (const part of parts) {
      bytes.set(part, at);
      at += part.length;
    }
    return { mime, bytes };
  }

  async function next(): Promise<void> {
    const file = waiting.shift();
    if (!file) {
      busy = false;
      return;
    }
    try {
      const found = await read(file.url);
      const base64 = found && inBase64(found.bytes);
      const isText = found?.mime === 'image/svg+xml' && plainImage(`data:${found.mime};base64,${base64}`) === null;
      if (found && base64 && !isText && !stopping.signal.aborted) {
        roomBytes -= found.bytes.length;
        powers.tell({ type: eventType.asset, data: { url: file.told, mime: found.mime, base64 } });
      }
    } catch {
      // Not there, not ours, or given up: the view asks for it by other ways or shows a gap.
    }
    later();
  }

  function later(): void {
    if (stopping.signal.aborted) return;
    const go = () => void (stopping.signal.aborted || next());
    if (window.requestIdleCallback) window.requestIdleCallback(go, { timeout: 2_000 });
    else window.setTimeout(go, 50);
  }

  return {
    see(url, told = url) {
      if (stopping.signal.aborted || seen.has(told) || seen.size >= maxFiles || roomBytes <= 0) return;
      seen.add(told);
      if (!url.startsWith(`${window.location.origin}/`)) return;
      waiting.push({ url, told });
      if (busy) return;
      busy = true;
      later();
    },
    stop: () => stopping.abort(),
  };
}

function inBase64(bytes: Uint8Array): string {
  let text = '';
  for (let at = 0; at < bytes.length; at += 8_192) text += String.fromCharCode(...bytes.subarray(at, at + 8_192));
  return btoa(text);
}
