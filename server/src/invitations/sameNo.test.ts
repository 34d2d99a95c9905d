import type { InvitationAsk } from '@theke/protocol';
import { assignArm } from '@theke/uplift';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { openStage, type Stage, tokenOf } from './testing/stage.ts';

let stage: Stage;
beforeEach(async () => {
  stage = await openStage();
});
afterEach(() => stage.close());

const holdout = { share: 0.5, salt: 's', windowMs: 1_000 };
const terms = { digest: 'd', holdout };
const closed = { timeZone: 'shop', open: { weekly: {} } };
const rule = {
  id: 'kept',
  version: 3,
  when: { op: 'page', type: 'x' },
  offer: { skill: 'sales', text: { en: '', de: '' } },
} as const;

/** One visitor for whom exactly this is the reason. */
const reasons: Record<string, (stage: Stage) => Promise<{ visitorId?: string; wish?: Partial<InvitationAsk> }>> = {
  off: async ({ settings }) => {
    settings.on = false;
    return {};
  },
  unknownRule: async () => ({ wish: { terms: undefined } }),
  version: async ({ rules }) => {
    rules.set('kept', { ...rule, holdout });
    return { wish: { ruleId: 'kept', version: 2, terms: undefined } };
  },
  busy: async ({ active }) => {
    await active({ visitor_id: 'v' });
    return {};
  },
  dismissed: async ({ ask, say }) => {
    await say(tokenOf(await ask('v', { ruleId: 'r9' })), 'dismissed', 'v');
    return {};
  },
  ignored: async ({ ask, say }) => {
    await say(tokenOf(await ask('v')), 'expired', 'v');
    return {};
  },
  chatted: async ({ active, conversations }) => {
    await conversations.powers.end((await active({ visitor_id: 'v' })).id, 'visitor');
    return { wish: { terms: { ...terms, cooldown: { afterChatMs: 1_000 } } } };
  },
  ordered: async ({ db, now }) => {
    const money = { amount_cents: 1, currency: 'EUR', source: 'page', unit: null, told_at: 0, contact_id: null };
    await db
      .insertInto('orders')
      .values({ id: 'o', site_id: 'demo', visitor_id: 'v', at: now(), ...money })
      .execute();
    return { wish: { terms: { ...terms, cooldown: { afterOrderMs: 1_000 } } } };
  },
  gap: async ({ ask, say }) => {
    await say(tokenOf(await ask('v', { ruleId: 'r9' })), 'accepted', 'v');
    return {};
  },
  often: async ({ settings }) => {
    settings.perVisitor.n = 0;
    return {};
  },
  cap: async () => ({ wish: { terms: { ...terms, caps: { perVisitor: { n: 0, withinMs: 1_000 } } } } }),
  funnel: async ({ rules, ask, say, settings }) => {
    settings.gapMs = 0;
    rules.set('kept', { ...rule, funnel: { level: 1, lockMs: 1_000 } });
    await say(tokenOf(await ask('v', { ruleId: 'kept', version: 3 })), 'accepted', 'v');
    return {};
  },
  hours: async () => ({ wish: { terms: { ...terms, hours: closed } } }),
  noAgent: async ({ free }) => {
    free.length = 0;
    return {};
  },
  wait: async ({ conversations, db, now }) => {
    const create = async () => {
      const wish = { siteId: 'demo', contactId: 'c', visitorId: null, via: 'launcher', skill: 'sales' };
      return conversations.powers.create({ ...wish, leg: { kind: 'web' } });
    };
    const long = { status: 'ended', agent_id: 'anna', started_at: now() - 600_000, ended_at: now() };
    await db
      .updateTable('conversations')
      .set(long)
      .where('id', '=', (await create()).id)
      .execute();
    await create();
    return {};
  },
  shadow: async () => ({ wish: { shadow: true } }),
  holdout: async () => ({ visitorId: someone('rule:r1:s:v1', 'holdout') }),
  programme: async ({ settings }) => {
    settings.programme.share = 0.5;
    return { visitorId: someone(`programme:${settings.programme.salt}`, 'holdout') };
  },
};
function someone(salt: string, arm: string): string {
  for (let n = 0; ; n++) if (assignArm(`v${n}`, { salt, holdoutShare: 0.5 }).arm === arm) return `v${n}`;
}

it.each(Object.keys(reasons))('[IN214] "%s" is said in the same bytes after the same work', async (reason) => {
  const bytes = new Set<string>();
  const work: number[] = [];
  // The same settings for the one measured and for a plain "nobody is there".
  const { visitorId = 'v', wish } = await reasons[reason]!(stage);
  const ask = async (who: string, more: Partial<InvitationAsk> = {}) => {
    stage.queries.count = 0;
    bytes.add(JSON.stringify(await stage.ask(who, { terms, ...more })));
    work.push(stage.queries.count);
  };
  const before = (await stage.reasons()).length;
  await ask('warm', { shadow: true });
  work.length = 0;
  await ask(visitorId, wish);
  stage.free.length = 0;
  await ask('other');
  expect((await stage.reasons())[before + 1]).toBe(reason);
  expect([...bytes]).toEqual(['{"show":false}']);
  // What nobody keeps or describes has no hold-out to look up; its page knows that already.
  const ruleless = reason === 'unknownRule' ? 4 : 0;
  expect(work[0]! + ruleless).toBe(work[1]);
});

it('[IN215] every answer leaves one line with its reason: cards, the same card again, and each no', async () => {
  const page = { path: '/p' };
  const offer = await stage.ask('v', { page });
  await stage.ask('v', { page });
  await stage.ask('w', { page });
  const lines = await stage.db.selectFrom('decisions').selectAll().orderBy('at').execute();
  expect(lines.map((line) => line.reason).sort()).toEqual(['invited', 'invited', 'noAgent']);
  expect(new Set(lines.map((line) => line.token))).toEqual(new Set([tokenOf(offer), null]));
  expect(lines[0]).toMatchObject({ site_id: 'demo', rule_id: 'r1', version: 1, page: '/p' });
});

it('[IN216] a rule the server keeps counts as it stands there: its terms, its skill, its mode', async () => {
  const kept = { ...rule, caps: { perVisitor: { n: 0, withinMs: 1_000 } } };
  const wish = { ruleId: 'kept', version: 3, terms: { digest: 'mine' } };
  stage.rules.set('kept', kept);
  await stage.ask('v1', wish);
  stage.rules.set('kept', { ...rule, mode: 'off' });
  await stage.ask('v1', wish);
  stage.rules.set('kept', { ...rule, mode: 'shadow' });
  await stage.ask('v1', wish);
  await stage.ask('v1', { ...wish, version: 4 });
  stage.rules.set('kept', rule);
  expect((await stage.ask('v1', { ...wish, skill: 'other' })).show).toBe(true);
  expect(await stage.reasons()).toEqual(['cap', 'off', 'shadow', 'version', 'invited']);
  const card = await stage.db.selectFrom('invitations').select('skill').executeTakeFirstOrThrow();
  expect(card.skill).toBe('sales');
});

it('[IN217] an article is offered without an agent, keeps nobody, and leads to the ordinary queue', async () => {
  stage.free.length = 0;
  const offer = await stage.ask('v1', { kind: 'article' });
  expect(offer).toMatchObject({ show: true, agent: { agentId: '', name: '' } });
  expect(await stage.ask('v1', { kind: 'article' })).toEqual(offer);
  expect(await stage.say(tokenOf(offer), 'accepted', 'v1')).toMatchObject({ ok: true });
  expect(await stage.invitations.redeem(tokenOf(offer), 'v1', 'c1')).toBeNull();
  stage.free.push({ agentId: 'anna', name: 'Anna', room: 1 });
  expect((await stage.ask('v2')).show).toBe(true);
});

it('[IN218] an id that was there before a card of the same network and browser is somebody else and shares no past', async () => {
  stage.free[0]!.room = 9;
  for (const id of ['anna', 'bert', 'cleo']) await stage.hello(id);
  await stage.advance(60_000);
  for (const id of ['anna', 'bert', 'cleo']) {
    const offer = await stage.ask(id);
    expect(offer.show).toBe(true);
    await stage.say(tokenOf(offer), 'dismissed', id);
  }
});
