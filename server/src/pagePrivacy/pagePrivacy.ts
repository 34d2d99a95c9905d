import { type Answer, no, type PagePrivacy, type SitePrivacy, yes } from '@theke/protocol';
import { shopPreset } from '@theke/rules';
import { can } from '../auth/can.ts';
import type { AgentActor, Matter, Powers } from '../powers.ts';
import type { Sites } from '../sites/sites.ts';
import { isDoubled } from '../store/trouble.ts';
import { frameDescribed } from './frameDescribed.ts';
import { frameRoutes } from './frameRoutes.ts';

type Settings = Omit<SitePrivacy, 'siteId' | 'version'>;

/** Until somebody decides otherwise: only what the shop marks itself is shown, and nothing is kept. */
const untouched: Settings = {
  preset: 'none',
  rules: [],
  capture: false,
  frames: [],
  recording: false,
  recordingDays: 30,
};

export interface PagePrivacyMatter extends Matter {
  of(siteId: string): Promise<SitePrivacy>;
}

/** As much of it as a visitor's browser needs. */
export function forPages({ version, preset, rules, capture, frames, ...kept }: SitePrivacy): PagePrivacy {
  const page: PagePrivacy = { version, preset, rules, capture, frames };
  if (preset === 'shop') page.presetLists = shopPreset;
  // Said in the question, before anything is sent.
  return kept.recording ? { ...page, recordedDays: kept.recordingDays } : page;
}

/**
 * What agents may see of each site's pages: read by every page, changed by admins, every version kept. A change reaches the
 * pages that are open at once.
 */
export function createPagePrivacy(
  powers: Pick<Powers, 'db' | 'now' | 'tell' | 'audit'> & { sites: Sites; visitorsOf(siteId: string): string[] },
): PagePrivacyMatter {
  const { db } = powers;
  const kept = new Map<string, SitePrivacy>();

  async function of(siteId: string): Promise<SitePrivacy> {
    const known = kept.get(siteId);
    if (known) return known;
    const row = await db
      .selectFrom('page_privacy')
      .selectAll()
      .where('site_id', '=', siteId)
      .orderBy('version', 'desc')
      .limit(1)
      .executeTakeFirst();
    const settings: Settings = row ? { ...untouched, ...(JSON.parse(row.body) as Settings) } : untouched;
    const now = { siteId, version: row?.version ?? 0, ...settings };
    kept.set(siteId, now);
    return now;
  }

  async function write(who: AgentActor, wish: SitePrivacy): Promise<Answer<SitePrivacy>> {
    const { siteId, version, ...settings } = wish;
    if (!(await powers.sites.find(siteId))) return no('notFound');
    const before = await of(siteId);
    if (before.version !== version) return no('conflict');
    const next = { ...wish, version: version + 1 };
    try {
      await db
        .insertInto('page_privacy')
        .values({
          site_id: siteId,
          version: next.version,
          body: JSON.stringify(settings),
          changed_at: powers.now(),
          changed_by: who.agentId,
        })
        .execute();
    } catch (error) {
      // Another process was faster: what is kept here is old.
      kept.delete(siteId);
      if (isDoubled(error)) return no('conflict');
      throw error;
    }
    kept.set(siteId, next);
    await powers.audit({
      actor: `agent:${who.agentId}`,
      act: 'privacy.change',
      thing: `site:${siteId}`,
      facts: {
        version: next.version,
        preset: next.preset,
        shown: count(next, 'show'),
        hidden: count(next, 'mask') + count(next, 'block'),
        denied: count(next, 'deny'),
        capture: next.capture,
        recording: next.recording,
        days: next.recordingDays,
      },
    });
    const page = forPages(next);
    for (const visitorId of powers.visitorsOf(siteId)) powers.tell.visitor(visitorId)('privacy:changed', page);
    return yes(next);
  }

  return {
    of,
    described: frameDescribed,
    routes: (router) => frameRoutes(router, { sites: powers.sites, privacyOf: async (id) => forPages(await of(id)) }),
    agent: {
      'privacy:sites': {
        run: async () => yes((await powers.sites.all()).map(({ id, name }) => ({ siteId: id, name }))),
      },
      'privacy:read': {
        run: async (_who, { siteId }) => ((await powers.sites.find(siteId)) ? yes(await of(siteId)) : no('notFound')),
      },
      'privacy:write': {
        pace: { perSecond: 0.5, burst: 10 },
        may: (who) => (can(who, 'site:manage', { kind: 'server' }) ? yes(undefined) : no('forbidden')),
        run: write,
      },
    },
  };
}

const count = ({ rules }: SitePrivacy, mark: string) => rules.filter((rule) => rule.mark === mark).length;
