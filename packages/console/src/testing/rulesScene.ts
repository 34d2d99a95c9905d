import {
  type Decision,
  type DecisionReason,
  type InvitationSettings,
  no,
  type RuleRecord,
  type Visit,
  yes,
} from '@theke/protocol';
import type { Rule } from '@theke/rules';
import type { FakeServer } from './fakeServer.ts';
import { visit } from './fixtures.ts';

const minuteMs = 60_000;
const dayMs = 86_400_000;

/** The example of the field: on form X longer than Y minutes or looking at product P, and an agent with sales is free. */
export const checkoutRule: Rule = {
  id: 'checkout-help',
  version: 3,
  priority: 10,
  mode: 'live',
  when: {
    op: 'all',
    of: [
      {
        op: 'any',
        of: [
          { op: 'dwell', what: 'form', form: 'checkout', ms: 90_000 },
          { op: 'eq', fact: 'product.id', value: 'fjord' },
        ],
      },
      { op: 'agent', skill: 'sales' },
    ],
  },
  offer: {
    skill: 'sales',
    title: { en: 'A question about the checkout?', de: 'Eine Frage zur Kasse?' },
    text: {
      en: 'I am here if anything about {product.name|your order} is unclear.',
      de: 'Ich bin da, wenn etwas zu {product.name|Ihrer Bestellung} unklar ist.',
    },
  },
};

const sizeRule: Rule = {
  id: 'size-adviser',
  version: 1,
  mode: 'shadow',
  when: {
    op: 'all',
    of: [
      { op: 'page', type: 'product' },
      { op: 'count', signal: 'rage', n: 2, withinMs: 60_000 },
      { op: 'not', of: { op: 'eq', fact: 'visit.device', value: 'phone' } },
      { op: 'agent', skill: 'sales' },
    ],
  },
  offer: { skill: 'sales', text: { en: 'Unsure about the size?', de: 'Unsicher bei der Größe?' } },
};

const cartRule: Rule = {
  id: 'leaving-with-cart',
  version: 2,
  mode: 'off',
  when: {
    op: 'all',
    of: [
      { op: 'seen', signal: 'exit', withinMs: 5_000 },
      { op: 'gte', fact: 'cart.valueCents', value: 10_000 },
    ],
  },
  offer: { skill: 'sales', text: { en: 'Before you go: may I help?', de: 'Bevor Sie gehen: Darf ich helfen?' } },
};

const recordOf = (rule: Rule, revision: number, changedAt: number, changedBy: string): RuleRecord => ({
  siteId: 'demo',
  ruleId: rule.id,
  revision,
  rule: JSON.parse(JSON.stringify(rule)) as Record<string, unknown>,
  changedAt,
  changedBy,
});

/** Settings of the demo site as a server keeps them at first. */
export const invitationSettings = (more: Partial<InvitationSettings> = {}): InvitationSettings => ({
  siteId: 'demo',
  revision: 1,
  on: true,
  perVisit: 1,
  gapMs: 5 * minuteMs,
  perVisitor: { n: 3, withinMs: 7 * dayMs },
  maxWaitMs: 120_000,
  timeZone: 'Europe/Berlin',
  hours: null,
  programme: { share: 0, salt: 'programme-1', windowMs: 7 * dayMs },
  radar: true,
  currency: 'EUR',
  ...more,
});

const reasons: readonly DecisionReason[] = [
  'invited',
  'noAgent',
  'gap',
  'invited',
  'holdout',
  'busy',
  'wait',
  'often',
  'hours',
];

const decisionsAt = (nowMs: number): Decision[] =>
  Array.from({ length: 60 }, (_, no): Decision => {
    const ruleId = no % 5 === 4 ? 'size-adviser' : 'checkout-help';
    const reason = ruleId === 'size-adviser' ? 'shadow' : (reasons[no % reasons.length] ?? 'invited');
    return {
      at: nowMs - (no + 1) * 7 * minuteMs,
      ruleId,
      version: 3,
      reason,
      visitorId: `vis_${(no * 7919).toString(36)}x`,
      page: no % 2 ? '/en/checkout' : '/en/product/raincoat-fjord',
      ...(reason === 'invited' ? { outcome: no % 4 ? 'dismissed' : 'accepted' } : {}),
    };
  });

/** The rules of a server that is not there: kept with revisions, refused as the protocol says. */
export interface FakeRules {
  records: RuleRecord[];
  settings: InvitationSettings;
  sites: { siteId: string; name: string }[];
  /** Somebody else saved this. */
  elsewhere(rule: Rule): void;
  invitations: unknown[];
}

/** Lets a server answer what is asked about rules. */
export function addRules(server: Pick<FakeServer, 'line'>, now: () => number): FakeRules {
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
    elsewhere: (rule) => {
      const revision = (newest(rule.id)?.revision ?? 0) + 1;
      fake.records.push(recordOf(rule, revision, now(), 'Ben Otto'));
    },
  };
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
      fake.records = fake.records.filter((one) => one.ruleId !== ruleId);
      return yes(undefined);
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

const pages = [
  ['/en/checkout', 'Checkout', 'checkout'],
  ['/en/product/raincoat-fjord', 'Raincoat Fjord', 'product'],
  ['/en/category/hats', 'Hats', 'category'],
  ['/en/cart', 'Your cart', 'cart'],
  ['/en/help/returns', 'Returns', 'help'],
] as const;

/** The n-th visitor of a busy shop, as their page tells of itself. */
export function radarVisit(no: number, nowMs: number, more: Partial<Visit> = {}): Visit {
  const [path, title, type] = pages[no % pages.length] ?? pages[0];
  const inMs = (no * 7_919) % 240_000;
  return visit(`vis_r${String(no).padStart(4, '0')}`, path, title, nowMs, {
    page: { url: `https://wetterfest.example${path}`, title, type },
    pageSinceAt: nowMs - ((no * 3_571) % 300_000),
    visitSinceAt: nowMs - 300_000 - ((no * 12_347) % 1_800_000),
    context: no % 3 === 0 ? { cart: { valueCents: 1_000 + ((no * 1_777) % 30_000), currency: 'EUR' } } : {},
    device: (['phone', 'desktop', 'tablet'] as const)[no % 3],
    language: no % 4 ? 'de' : 'en',
    returning: no % 5 === 0,
    rulesAt: nowMs,
    rules: [
      { ruleId: 'checkout-help', state: no % 7 === 0 ? 'ready' : 'waiting', ...(no % 7 === 0 ? {} : { inMs }) },
      { ruleId: 'size-adviser', state: 'waiting' },
    ],
    ...(no % 11 === 3
      ? { invited: { ruleId: 'checkout-help', at: nowMs - 130_000, outcome: 'dismissed' as const } }
      : {}),
    ...more,
  });
}
