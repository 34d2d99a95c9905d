import type { Context, Invited, Page, RadarNews, Visit } from '@theke/protocol';
import type { VisitorActor } from '../powers.ts';
import { nextInvited } from './invited.ts';

/** A page load takes a few seconds, a slow one ten; until then nobody has left. */
const graceMs = 15_000;
/** Half an hour without a page is the end of a visit, on the visitor's side too. */
const visitEndsAfterMs = 30 * 60_000;
/** A desk sees at most two changes of one visit in a second. */
const tellMs = 500;

interface Kept {
  visit: Visit;
  /** When the last page was opened, also the same one again. */
  pageAt: number;
  sockets: Set<string>;
  forget: (() => void) | null;
  tellAgain: boolean;
  resting: boolean;
}

/** Who is on the shop's pages right now. In memory only: presence that outlives the process would be a lie. */
export function createVisits(powers: {
  now(): number;
  after(ms: number, fn: () => void): () => void;
  tellChanged(visit: Visit): void;
  tellGone(visitorId: string): void;
  onGone(visitorId: string): void;
}) {
  const { now, after } = powers;
  const kept = new Map<string, Kept>();
  /** Sockets that have not said hello yet: connected, but no page to show. */
  const early = new Map<string, Set<string>>();

  function tell(one: Kept) {
    if (one.resting) {
      one.tellAgain = true;
      return;
    }
    one.resting = true;
    powers.tellChanged(one.visit);
    after(tellMs, () => {
      one.resting = false;
      if (one.tellAgain && kept.get(one.visit.visitorId) === one) {
        one.tellAgain = false;
        tell(one);
      }
    });
  }

  function change(visitorId: string, step: Partial<Visit>) {
    const one = kept.get(visitorId);
    if (!one) return;
    one.visit = { ...one.visit, ...step };
    tell(one);
  }

  /** No query, no fragment: they carry names and tokens. The browser cut them already; this is the second net. */
  const plain = (page: Page): Page => {
    const url = URL.canParse(page.url) ? new URL(page.url) : null;
    return { ...page, url: url ? url.origin + url.pathname : '' };
  };

  /** What begins anew with a page after a long pause. */
  const anew = (before: Kept | undefined, at: number): Partial<Visit> =>
    before && at - before.pageAt < visitEndsAfterMs ? {} : { visitSinceAt: at, ...nextInvited({}, undefined) };

  return {
    came({ visitorId, socketId }: VisitorActor) {
      early.set(visitorId, (early.get(visitorId) ?? new Set()).add(socketId));
    },
    left({ visitorId, socketId }: VisitorActor) {
      const waiting = early.get(visitorId);
      waiting?.delete(socketId);
      if (waiting?.size === 0) early.delete(visitorId);
      const one = kept.get(visitorId);
      if (!one?.sockets.delete(socketId) || one.sockets.size > 0) return;
      one.forget = after(graceMs, () => {
        one.forget = null;
        powers.onGone(visitorId);
        if (one.visit.conversationId) return change(visitorId, { online: false });
        kept.delete(visitorId);
        powers.tellGone(visitorId);
      });
    },
    hello(who: VisitorActor, page: Page, conversationId?: string) {
      const before = kept.get(who.visitorId);
      before?.forget?.();
      const at = now();
      const shown = plain(page);
      const visit: Visit = {
        visitorId: who.visitorId,
        siteId: who.siteId,
        visitSinceAt: at,
        context: {},
        ...before?.visit,
        ...anew(before, at),
        online: true,
        page: shown,
        pageSinceAt: before?.visit.page.url === shown.url ? before.visit.pageSinceAt : at,
        conversationId,
      };
      const one: Kept = before ?? {
        visit,
        pageAt: at,
        sockets: new Set(),
        forget: null,
        tellAgain: false,
        resting: false,
      };
      one.pageAt = at;
      one.visit = visit;
      one.forget = null;
      one.sockets.add(who.socketId);
      kept.set(who.visitorId, one);
      tell(one);
    },
    page(visitorId: string, page: Page) {
      const [one, at] = [kept.get(visitorId), now()];
      change(visitorId, { ...anew(one, at), page: plain(page), pageSinceAt: at });
      if (one) one.pageAt = at;
    },
    /** Each key replaces what was there; `null` clears it. */
    context(visitorId: string, context: Context) {
      const merged = Object.entries({ ...kept.get(visitorId)?.visit.context, ...context });
      change(visitorId, { context: Object.fromEntries(merged.filter(([, value]) => value != null)) });
    },
    /** What the page tells of itself and its rules; null: the site does not want it known any more. */
    radar(visitorId: string, news: RadarNews | null) {
      const { device, language, returning, rules } = news ?? {};
      change(visitorId, { device, language, returning, rules, rulesAt: news ? now() : undefined });
    },
    /** News of one invitation; undefined forgets all. */
    invited: (visitorId: string, news: Invited | undefined) =>
      change(visitorId, nextInvited(kept.get(visitorId)?.visit ?? {}, news)),
    name: (visitorId: string, name: string) => change(visitorId, { name }),
    conversation(visitorId: string, conversationId: string | undefined) {
      const one = kept.get(visitorId);
      if (!one || one.visit.conversationId === conversationId) return;
      change(visitorId, { conversationId });
      if (conversationId === undefined && one.sockets.size === 0 && !one.forget) {
        kept.delete(visitorId);
        powers.tellGone(visitorId);
      }
    },
    of: (visitorId: string): Visit | null => kept.get(visitorId)?.visit ?? null,
    /** Also true in the grace of a page load. */
    online: (visitorId: string) => early.has(visitorId) || kept.get(visitorId)?.visit.online === true,
    all: (): Visit[] => [...kept.values()].map((one) => one.visit).filter((visit) => visit.online),
  };
}

export type Visits = ReturnType<typeof createVisits>;
