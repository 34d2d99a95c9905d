import type { RadarInside } from './radar.ts';

/** So long somebody has looked at the page before agents see them: who leaves at once is nobody's visitor. */
const lookedMs = 8_000;

/**
 * Brings the visitor's line up without opening the chat, so that the list of visitors has whoever looks around. Called once the page has
 * loaded, where a line needs no click; counts the time in sight and waits for an idle moment.
 */
export function comeUp({ core, clock, engine }: RadarInside): void {
  const { window, ended } = core;
  const { document } = window;
  if (!engine.inside().rules.length) return;
  const done = new AbortController();
  let leftMs = lookedMs;
  let seenSinceMs: number | null = null;
  let takeBack = () => {};

  function rise() {
    done.abort();
    // Consent may have gone meanwhile; a chat that is here or on its way is nothing new.
    const dial = () => !ended.aborted && core.mayConnect() && void core.chat().catch(() => {});
    window.requestIdleCallback?.(dial) ?? dial();
  }
  function look() {
    takeBack();
    const nowMs = clock.elapsed();
    if (seenSinceMs !== null) leftMs -= nowMs - seenSinceMs;
    seenSinceMs = document.hidden ? null : nowMs;
    if (seenSinceMs !== null) takeBack = clock.after(leftMs, rise);
  }
  document.addEventListener('visibilitychange', look, { signal: done.signal });
  done.signal.addEventListener('abort', () => takeBack());
  ended.addEventListener('abort', () => done.abort());
  look();
}
