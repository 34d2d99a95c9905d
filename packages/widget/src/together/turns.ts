/**
 * Which of several tabs streams: the one that came to the front last. Told by a channel between the tabs of this
 * shop; a browser without it just streams from each tab in front.
 */
export function createTurns(
  window: Window & typeof globalThis,
  tabId: string,
  acts: { mine(): void; lost(): void },
): { inFront(): boolean; watch(): void; take(): void; rest(): void; close(): void } {
  const { document } = window;
  let watching = false;
  let channel: BroadcastChannel | undefined;
  const inFront = () => document.visibilityState !== 'hidden';
  const front = () => inFront() && acts.mine();
  const close = () => {
    watching = false;
    channel?.close();
    channel = undefined;
    document.removeEventListener('visibilitychange', front);
    window.removeEventListener('focus', front);
  };
  /** Also for a page that was opened behind others: its turn comes when it is looked at. */
  function watch() {
    if (watching) return;
    watching = true;
    document.addEventListener('visibilitychange', front);
    window.addEventListener('focus', front);
    if (!('BroadcastChannel' in window)) return;
    channel = new window.BroadcastChannel('theke');
    channel.onmessage = ({ data }) => data?.streams && data.streams !== tabId && acts.lost();
  }
  return {
    inFront,
    watch,
    take() {
      watch();
      channel?.postMessage({ streams: tabId });
    },
    rest: close,
    close,
  };
}
