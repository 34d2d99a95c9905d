import { waitToAnswer } from '@theke/cobrowse/answer';
import type { EmbeddedPage } from '@theke/protocol';
import type { loadChunk } from '../lazy.ts';

/**
 * What `theke-frame.js` does in a page embedded in a shop's: listens for the shop's page, and nothing else until that one is shared.
 * Gives its undo; null where there is nothing to wait for.
 */
export function startFrame(
  window: Window & typeof globalThis,
  script: HTMLScriptElement | null,
  load: typeof loadChunk,
): (() => void) | null {
  const site = script?.dataset.site;
  if (!script || !site || window.parent === window) return null;
  const base = new URL(script.dataset.base || script.src).origin;
  return waitToAnswer({
    ...{ window, site },
    async learn() {
      const url = `${base}/api/v1/frames?site=${encodeURIComponent(site)}`;
      const answer = await window.fetch(url, { credentials: 'omit', referrerPolicy: 'no-referrer' });
      return answer.ok ? ((await answer.json()) as EmbeddedPage) : null;
    },
    open: async (port, firstId, privacy) => (await load('inside', base)).tellOutside(port, firstId, privacy),
    nowMs: () => window.performance.now(),
  });
}
