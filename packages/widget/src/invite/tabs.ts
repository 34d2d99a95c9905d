import type { Memory } from '@theke/rules';
import type { Core } from '../core.ts';

/** What one tab of a visitor tells the others. `upMs`: a card stands there for so long at most; 0: none. */
export interface TabNews {
  upMs: number;
  memory: Memory;
  never?: boolean;
}

/** Joins the visitor's other tabs of this shop. Keeps nothing, and lets go of the channel while the page rests in the browser's memory. */
export function joinTabs(core: Core, mine: () => TabNews, hear: (news: TabNews) => void) {
  const { window } = core;
  let channel: BroadcastChannel | undefined;
  const leave = () => {
    channel?.close();
    channel = undefined;
  };
  const join = () => {
    leave();
    if (!window.BroadcastChannel) return;
    channel = new window.BroadcastChannel(`theke:${core.settings.site}`);
    channel.onmessage = ({ data }: MessageEvent<TabNews | 0>) => (data ? hear(data) : tell());
    // A tab that begins asks what the others know.
    channel.postMessage(0);
  };
  const tell = () => channel?.postMessage(mine());
  core.ended.addEventListener('abort', leave);
  join();
  return { join, leave, tell };
}
