import type { Log } from '@theke/kit';
import type { PageChunk } from '@theke/protocol';

/** A recorded share, for whoever keeps it. */
export interface PassedShare {
  shareId: string;
  conversationId: string;
  siteId: string;
}

type OnChunk = (share: PassedShare, chunk: PageChunk, atMs: number) => void;
type OnEnded = (shareId: string) => void;

/** What other matters hear of shares. A listener that throws disturbs nobody. */
export function createHooks(log: Log) {
  const onChunk = new Set<OnChunk>();
  const onEnded = new Set<OnEnded>();
  function each<Fn>(all: ReadonlySet<Fn>, call: (fn: Fn) => void) {
    for (const fn of all) {
      try {
        call(fn);
      } catch (error) {
        log.error('a listener of a share failed', { error: String(error) });
      }
    }
  }
  const add = <Fn>(all: Set<Fn>, fn: Fn) => {
    all.add(fn);
    return () => void all.delete(fn);
  };
  return {
    /** Only shares both sides know to be recorded: that was said in the question, and holds as it was said. */
    passed(place: PassedShare & { recorded: boolean }, chunk: PageChunk, atMs: number) {
      if (!place.recorded) return;
      const { shareId, conversationId, siteId } = place;
      each(onChunk, (fn) => fn({ shareId, conversationId, siteId }, chunk, atMs));
    },
    ended: (shareId: string) => each(onEnded, (fn) => fn(shareId)),
    onChunk: (fn: OnChunk) => add(onChunk, fn),
    onShareEnded: (fn: OnEnded) => add(onEnded, fn),
  };
}
