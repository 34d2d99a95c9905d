import type { Decision, DecisionReason, InvitationSettings, RuleRecord } from '@theke/protocol';
import type { Rule } from '@theke/rules';

const minuteMs = 60_000;
export const dayMs = 86_400_000;

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

/** In shadow: writes down, invites nobody. */
export const sizeRule: Rule = {
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

/** Switched off. */
export const cartRule: Rule = {
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

/** A rule as a server keeps it. */
export const recordOf = (rule: Rule, revision: number, changedAt: number, changedBy: string): RuleRecord => ({
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

/** What was decided in the last hours, newest first. */
export const decisionsAt = (nowMs: number): Decision[] =>
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
