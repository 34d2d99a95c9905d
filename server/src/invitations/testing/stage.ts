import type { InvitationAsk, InvitationSettings, Visit } from '@theke/protocol';
import type { Rule } from '@theke/rules';
import { type KyselyPlugin, sql } from 'kysely';
import type { Db, Experiments } from '../../powers.ts';
import { openBench } from '../../relay/testing/bench.ts';
import { untouched } from '../../rules/settings.ts';
import type { Reaction } from '../answers.ts';
import { createInvitations } from '../index.ts';

/** Invitations alone: a real database whose questions are counted, a clock that waits, rules and experiments by hand. */
export async function openStage(
  more: { settings?: Partial<InvitationSettings>; after?: 'never'; paceFactor?: number } = {},
) {
  const bench = await openBench();
  const settings: InvitationSettings = { ...untouched('demo'), ...more.settings };
  const rules = new Map<string, Rule>();
  const visits = new Map<string, { siteId: string; visitSinceAt: number }>();
  const invited: ({ visitorId: string } & NonNullable<Visit['invited']>)[] = [];
  const queries = { count: 0 };
  let skewMs = 0;
  const experiments: Experiments = {
    async current(tx, { layer, ruleId, version, share, salt }) {
      await tx.selectFrom('experiments').select('id').where('id', '=', ruleId).execute();
      return share > 0 ? { id: `${layer}:${ruleId}:${version}`, holdoutShare: share, salt } : null;
    },
  };
  const powers = {
    ...bench.powers,
    // Stages ask in a moment what people ask in days.
    config: { ...bench.powers.config, paceFactor: more.paceFactor ?? 1_000 },
    elapsed: bench.clock.elapsed,
    db: bench.db.withPlugin(counting(queries)) as Db,
    now: () => bench.clock.now() + skewMs,
    ...(more.after === 'never' ? { after: () => () => {} } : {}),
    rules: {
      settings: async () => settings,
      rule: async (_siteId: string, ruleId: string) => rules.get(ruleId) ?? null,
    },
    experiments,
    radar: {
      of: (visitorId: string) => visits.get(visitorId) ?? null,
      invited: (visitorId: string, one: NonNullable<Visit['invited']>) => void invited.push({ visitorId, ...one }),
    },
  };
  const invitations = createInvitations(powers);
  bench.free.push({ agentId: 'anna', name: 'Anna', room: 1 });

  return {
    ...bench,
    powers,
    invitations,
    settings,
    rules,
    visits,
    invited,
    queries,
    now: powers.now,
    /** Moves the wall clock alone, back or forth. */
    setClock: (byMs: number) => {
      skewMs += byMs;
    },
    /** Asks as a page does whose rule is its own. Without a visitor: by POST. */
    ask: (visitorId: string | null, wish: Partial<InvitationAsk> = {}, ip = '192.0.2.1', userAgent = 'test') =>
      invitations.ask(
        { siteId: 'demo', visitorId, ip, userAgent },
        { ruleId: 'r1', version: 1, skill: 'sales', terms: { digest: 'd' }, ...wish },
      ),
    say: (token: string, answer: Reaction['answer'], visitorId: string | null = 'vera', rest: object = {}) =>
      invitations.react({ siteId: 'demo', visitorId }, { token, answer, ...rest }),
    /** An id says hello; one that is new is made now. */
    async hello(visitorId: string, ip = '192.0.2.1', userAgent = 'test', forwarded = false) {
      const made = { id: visitorId, site_id: 'demo', digest: visitorId, contact_id: `con-${visitorId}` };
      await bench.db
        .insertInto('visitors')
        .values({ ...made, created_at: powers.now(), seen_at: 0 })
        .onConflict((c) => c.column('id').doNothing())
        .execute();
      await invitations.met({ siteId: 'demo', visitorId, tabId: 't1', ip, userAgent, forwarded });
    },
    async reasons() {
      const rows = await bench.db.selectFrom('decisions').select('reason').orderBy(sql`rowid`).execute();
      return rows.map((row) => row.reason);
    },
    exposures: () => bench.db.selectFrom('exposures').selectAll().orderBy('at').orderBy('unit').execute(),
  };
}

export type Stage = Awaited<ReturnType<typeof openStage>>;

/** What the page is told, in short. */
export const tokenOf = (answer: { show: boolean; token?: string }) => answer.token ?? '';

const counting = (queries: { count: number }): KyselyPlugin => ({
  transformQuery: ({ node }) => node,
  // Once for each statement that ran; a question inside a question is none of its own.
  async transformResult({ result }) {
    queries.count += 1;
    return result;
  },
});
