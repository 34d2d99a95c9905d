import type { Clock } from '@theke/kit';
import { type Memory, nextVisit } from '@theke/rules';
import type { Core } from '../core.ts';
import type { Given } from './facts.ts';

// Half an hour without a page is the end of a visit, as web statistics count it.
const visitEndsAfterMs = 30 * 60_000;
/** So many pages of a visit are told apart. */
const maxPages = 100;

interface Kept {
  atMs: number;
  memory?: Memory;
  /** The visitor does not want to be asked again. */
  never?: boolean;
  orderedAtMs?: number;
  /** Of this visit: how often each path was opened, where the visitor came from, whether something was bought. */
  views?: Record<string, number>;
  pages: number;
  source?: Given | null;
  ordered?: boolean;
  /** The developer records journeys here. */
  recording?: boolean;
  /** There was a visit before this one. */
  before?: boolean;
}

/** What rules must know beyond one page; kept only where storage is allowed. */
export function createInviteMemory(core: Core, clock: Clock) {
  const key = () => `theke:invite:${core.settings.site}`;
  // What a visitor's click has put there may be read and kept up to date by the pages after it.
  let found = core.consent.storage !== false;
  const mayKeep = () => core.mayStore() || found;
  const tried = <T>(use: (storage: Storage) => T): T | null => {
    try {
      return mayKeep() ? use(core.window.localStorage) : null;
    } catch {
      return null;
    }
  };
  // What is not there is read as `null`, which is what it then is.
  const parsed = tried((storage) => JSON.parse(storage.getItem(key()) as string) as Kept | null);
  found = found && !!parsed?.atMs;
  const kept: Kept = found ? parsed! : { atMs: 0, pages: 0 };
  const sameVisit = clock.now() - kept.atMs < visitEndsAfterMs;
  if (!sameVisit) {
    kept.before = found;
    kept.source = kept.ordered = undefined;
    kept.pages = 0;
    kept.memory &&= nextVisit(kept.memory);
  }
  return {
    kept,
    /** Whether anything of an earlier page could be here. */
    knows: mayKeep,
    /** Answers how often this path was opened in this visit, now included. */
    viewed(path: string): number {
      // Every so often it begins anew: what is kept stays small.
      const views = (kept.pages++ % maxPages && kept.views) || {};
      kept.views = views;
      views[path] = (views[path] ?? 0) + 1;
      return views[path];
    },
    write() {
      tried((storage) => storage.setItem(key(), JSON.stringify({ ...kept, atMs: clock.now() })));
    },
  };
}

export type InviteMemory = ReturnType<typeof createInviteMemory>;
