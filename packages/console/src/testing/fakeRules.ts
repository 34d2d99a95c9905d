import { type InvitationSettings, no, type RemovedRule, type RuleRecord, yes } from '@theke/protocol';
import type { Rule } from '@theke/rules';
import type { FakeDesk } from './fakeDesk.ts';
import { cartRule, checkoutRule, dayMs, decisionsAt, invitationSettings, recordOf, sizeRule } from './rulesScene.ts';

/** The rules of a server that is not there: kept with revisions, refused as the protocol says. */
export interface FakeRules {
  records: RuleRecord[];
  settings: InvitationSettings;
  sites: { siteId: string; name: string }[];
  removed: RemovedRule[];
  /** What the agents of this server can, all together. */
  skills: string[];
  /** Somebody else saved this. */
  elsewhere(rule: Rule): void;
  invitations: unknown[];
}

/** Lets a server answer what is asked about rules. */
export function addRules(server: Pick<FakeDesk, 'line'>, now: () => number): FakeRules {
  const { line } = server;
  const fake: FakeRules = {
    records: [
      recordOf({ ...checkoutRule, version: 1, when: { op: 'agent', skill: 'sales' } }, 1, now() - 9 * dayMs, 'Root'),
      recordOf({ ...checkoutRule, version: 2, priority: 0 }, 2, now() - 5 * dayMs, 'Eva Lind'),
      recordOf(checkoutRule, 3, now() - 2 * dayMs, 'Eva Lind'),
      recordOf(sizeRule, 1, now() - 3 * 3_600_000, 'Eva Lind'),
      recordOf(cartRule, 4, now() - 20 * dayMs, 'Root'),
    ],
    settings: invitationSettings(),
    sites: [{ siteId: 'demo', name: 'Wetterfest' }],
    invitations: [],
    skills: ['sales', 'pharmacy', 'service', 'returns'],
    removed: [
      {
        ruleId: 'welcome-back',
        name: 'Nice to see you again. Shall I look up your size?',
        version: 4,
        removedAt: now() - 2 * dayMs,
        by: 'Eva Lind',
      },
    ],
    elsewhere: (rule) => {
      const revision = (newest(rule.id)?.revision ?? 0) + 1;
      fake.records.push(recordOf(rule, revision, now(), 'Ben Otto'));
    },
  };
  const gone = new Map<string, RuleRecord[]>();
  const newest = (ruleId: string) => fake.records.filter((one) => one.ruleId === ruleId).at(-1);
  const keep = (rule: Rule, revision: number) => {
    const record = recordOf(rule, revision, now(), 'Me');
    fake.records.push(record);
    line.arrive('rules:changed', { siteId: 'demo' });
    return yes(record);
  };
  const parts = (rule: Rule) => JSON.stringify([rule.when, rule.offer, rule.holdout]);
  Object.assign(line.answers, {
    'privacy:sites': () => yes(fake.sites),
    'rules:list': () => {
      const ids = [...new Set(fake.records.map((one) => one.ruleId))];
      return yes(ids.map((id) => newest(id)).filter((one) => one?.rule));
    },
    'rules:history': ({ ruleId }: { ruleId: string }) =>
      yes(fake.records.filter((one) => one.ruleId === ruleId).reverse()),
    'rules:write': ({ revision, rule }: { revision: number; rule: Rule }) => {
      const before = newest(rule.id);
      if ((before?.revision ?? 0) !== revision) return no('conflict');
      const kept = before?.rule as unknown as Rule | undefined;
      const version = kept ? kept.version + (parts(kept) === parts(rule) ? 0 : 1) : 1;
      return keep({ ...rule, version }, revision + 1);
    },
    'rules:remove': ({ ruleId, revision }: { ruleId: string; revision: number }) => {
      if (newest(ruleId)?.revision !== revision) return no('conflict');
      const kept = newest(ruleId);
      gone.set(
        ruleId,
        fake.records.filter((one) => one.ruleId === ruleId),
      );
      fake.records = fake.records.filter((one) => one.ruleId !== ruleId);
      const version = Number(kept?.rule?.version ?? 1);
      fake.removed.unshift({ ruleId, name: '', version, removedAt: now(), by: 'Me' });
      return yes(undefined);
    },
    'rules:removed': () => yes(fake.removed),
    'rules:skills': () => yes(fake.skills),
    'rules:restore': ({ ruleId }: { ruleId: string }) => {
      if (newest(ruleId)) return no('conflict');
      const found = fake.removed.find((one) => one.ruleId === ruleId);
      if (!found) return no('notFound');
      fake.removed = fake.removed.filter((one) => one !== found);
      const before = gone.get(ruleId) ?? [];
      fake.records.push(...before);
      const rule = (before.at(-1)?.rule as unknown as Rule | undefined) ?? { ...cartRule, id: ruleId };
      return keep({ ...rule, version: found.version + 1, mode: 'off' }, before.length + 2);
    },
    'rules:mode': ({ ruleId, mode }: { ruleId: string; mode: Rule['mode'] }) => {
      const before = newest(ruleId);
      if (!before?.rule) return no('notFound');
      return keep({ ...(before.rule as unknown as Rule), mode: mode ?? 'live' }, before.revision + 1);
    },
    'rules:settings': () => yes(fake.settings),
    'rules:set': (next: InvitationSettings) => {
      if (next.revision !== fake.settings.revision) return no('conflict');
      fake.settings = { ...next, revision: next.revision + 1 };
      return yes(fake.settings);
    },
    'rules:decisions': ({ ruleId, beforeAt }: { ruleId?: string; beforeAt?: number }) =>
      yes(
        decisionsAt(now())
          .filter((one) => (!ruleId || one.ruleId === ruleId) && (!beforeAt || one.at < beforeAt))
          .slice(0, 40),
      ),
    'invitation:send': (wish: unknown) => {
      fake.invitations.push(wish);
      return yes({ token: 'tok_1', expiresInMs: 120_000 });
    },
  });
  return fake;
}
