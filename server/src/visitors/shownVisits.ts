import type { Log } from '@theke/kit';
import type { AgentTells, InvitationSettings, Visit } from '@theke/protocol';
import type { Visits } from './visits.ts';

/**
 * What agents see of the visits: all where the site wants its visitors listed, else only those in a conversation. What a site
 * wants is asked for with every change of a visit (answered from memory), and kept for lists that cannot wait.
 */
export function createShownVisits(powers: {
  log: Log;
  visits: Pick<Visits, 'all' | 'of' | 'radar' | 'invited'>;
  settings(siteId: string): Promise<Pick<InvitationSettings, 'radar'>>;
  tell: {
    everyAgent<K extends 'visit:changed' | 'visit:gone'>(event: K, ...args: Parameters<AgentTells[K]>): void;
  };
}) {
  const { visits, tell } = powers;
  const hidden = new Set<string>();
  /** Whom agents have on their lists. */
  const told = new Set<string>();
  const isShown = (visit: Visit) => visit.conversationId !== undefined || !hidden.has(visit.siteId);

  /** Runs when it is known what the site wants; not at all while that cannot be known. */
  function asTheSiteWants(siteId: string, run: (radar: boolean) => void): void {
    powers.settings(siteId).then(
      ({ radar }) => {
        if (radar) hidden.delete(siteId);
        else hidden.add(siteId);
        run(radar);
      },
      (error: unknown) => powers.log.warn('a visit was not shown', { error: String(error) }),
    );
  }
  function gone(visitorId: string) {
    if (told.delete(visitorId)) tell.everyAgent('visit:gone', { visitorId });
  }
  function show(visit: Visit) {
    // It was seen because of a conversation, or because the site had not decided yet.
    if (!isShown(visit)) return gone(visit.visitorId);
    told.add(visit.visitorId);
    tell.everyAgent('visit:changed', visit);
  }

  return {
    all: () => visits.all().filter(isShown),
    of: visits.of,
    changed: (visit: Visit) => asTheSiteWants(visit.siteId, () => show(visit)),
    gone,
    /** The site may have decided anew. */
    decided(siteId: string) {
      const before = hidden.has(siteId);
      asTheSiteWants(siteId, (radar) => {
        if (radar !== before) return;
        for (const visit of visits.all().filter((one) => one.siteId === siteId)) {
          show(visit);
          if (radar) continue;
          visits.radar(visit.visitorId, null);
          visits.invited(visit.visitorId, undefined);
        }
      });
    },
    /** What became of an invitation; kept only where the site wants its visitors listed. */
    invited(visitorId: string, invited: Visit['invited']) {
      const visit = visits.of(visitorId);
      if (visit) asTheSiteWants(visit.siteId, (radar) => void (radar && visits.invited(visitorId, invited)));
    },
  };
}
