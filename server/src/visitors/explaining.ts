import { type AgentAsks, type Answer, no, type RadarNews, type VisitorExplanation, yes } from '@theke/protocol';
import { can } from '../auth/can.ts';
import type { AgentActor, Handlers, Powers, VisitorActor } from '../powers.ts';

/** A page in sight answers within a moment; one that is busy for longer will not answer sooner if asked longer. */
const withinMs = 5_000;
/** However many agents look at the same rule of the same visitor, their page is asked once in so long. */
const freshMs = 1_000;

interface Page {
  visitorId: string;
  explains: boolean;
}

/**
 * Lets an agent ask a visitor's page why a rule does or does not invite. Knows no rules: the page does, and what it says is
 * passed on as checked by `ask`, never kept.
 */
export function createExplaining(
  powers: Pick<Powers, 'after' | 'visitorQuestion'> & {
    visitOf(visitorId: string): { siteId: string; online: boolean } | null;
    radar(siteId: string): Promise<boolean>;
  },
) {
  /** Pages that have told where their rules stand, the one that told last at the end: only pages in sight tell. */
  const pages = new Map<string, Page>();
  const fresh = new Map<string, Promise<Answer<VisitorExplanation>>>();

  async function ask(socketId: string, ruleId: string): Promise<Answer<VisitorExplanation>> {
    const said = await powers.visitorQuestion(socketId, 'rule:explained', { ruleId }, withinMs);
    // One rule was asked for: a page that tells of another is not to be believed.
    return said.ok && said.value.ruleId !== ruleId ? no('malformed') : said;
  }

  function askOnce(visitorId: string, ruleId: string): Promise<Answer<VisitorExplanation>> | Answer<never> {
    const theirs = [...pages].filter(([, page]) => page.visitorId === visitorId);
    const [socketId, page] = theirs.at(-1) ?? [];
    if (!socketId || !page) return no('unavailable');
    if (!page.explains) return no('tooOld');
    const key = `${socketId} ${ruleId}`;
    const known = fresh.get(key);
    if (known) return known;
    const asked = ask(socketId, ruleId);
    fresh.set(key, asked);
    void asked.finally(() => powers.after(freshMs, () => fresh.delete(key)));
    return asked;
  }

  const agent: Handlers<AgentActor, AgentAsks> = {
    'visitor:explain': {
      pace: { perSecond: 1, burst: 20 },
      may: (who) => (can(who, 'visitor:explain', { kind: 'server' }) ? yes(undefined) : no('forbidden')),
      async run(_who, { visitorId, ruleId }) {
        const visit = powers.visitOf(visitorId);
        if (!visit) return no('notFound');
        if (!(await powers.radar(visit.siteId))) return no('notOffered');
        return visit.online ? askOnce(visitorId, ruleId) : no('gone');
      },
    },
  };

  return {
    agent,
    /** A page has told where its rules stand. */
    told({ socketId, visitorId }: VisitorActor, { explains }: RadarNews) {
      pages.delete(socketId);
      pages.set(socketId, { visitorId, explains: explains === true });
    },
    left: ({ socketId }: VisitorActor) => void pages.delete(socketId),
  };
}
