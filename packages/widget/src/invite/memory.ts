import type { Clock } from '@theke/kit';
import { type Memory, nextVisit } from '@theke/rules';
import type { Core } from '../core.ts';
import type { Given } from './facts.ts';

// Half an hour without a page is the end of a visit, as web statistics count it.
const visitEndsAfterMs = 30 * 60_000;
/** So many pages of a visit are told apart. */
const maxPages = 100;

/** What is kept, or anything somebody put in its place. */
export interface Kept {
  atMs: number;
  /** When this visit began: what was counted in another one is not added to it. */
  visitMs: number;
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

/** What was counted in a visit ends with it. */
export function endVisit(of: Kept): void {
  of.source = of.ordered = undefined;
  of.pages = 0;
  of.memory &&= nextVisit(of.memory);
}

/** What rules must know beyond one page; kept only where storage is allowed. */
export function createInviteMemory(core: Core, clock: Clock) {
  const key = () => `theke:invite:${core.settings.site}`;
  /** What this page has found or written. */
  let last: string | null | undefined;
  let kept: Kept;
  const tried = <T>(use: (storage: Storage) => T): T | undefined => {
    try {
      if (core.consent.storage !== false) return use(core.window.localStorage);
    } catch {
      // Storage that throws keeps nothing.
    }
  };
  const news = () =>
    tried((storage) => {
      const text = storage.getItem(key());
      if (text === last) return;
      // What others wrote is news until something was written that has it, too.
      last = text && (kept ? last : text);
      return JSON.parse(text ?? '{}') as Kept;
    });
  kept = { atMs: 0, pages: 0, ...news() } as Kept;
  const nowMs = clock.now();
  if (!(nowMs - kept.atMs < visitEndsAfterMs)) {
    kept.before = kept.atMs > 0;
    kept.visitMs = nowMs;
    endVisit(kept);
  }
  return {
    kept,
    /** Answers how often this path was opened in this visit, now included. */
    viewed(path: string): number {
      // Every so often it begins anew: what is kept stays small.
      const views: Kept['views'] & object = { ...(kept.pages++ % maxPages && kept.views) };
      kept.views = views;
      views[path] ??= 0;
      return ++views[path];
    },
    /** What other tabs have put there since it was last looked at; without anything in it where they took away what was there. */
    news,
    write() {
      tried((storage) => {
        const text = JSON.stringify({ ...kept, atMs: clock.now() });
        // What a visitor's click has put there may be kept up to date by the pages after it, and by those beside it.
        if (kept.atMs || core.mayStore()) {
          storage.setItem(key(), text);
          last = text;
        }
      });
    },
  };
}

export type InviteMemory = ReturnType<typeof createInviteMemory>;
