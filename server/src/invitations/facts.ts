import type { Selectable } from 'kysely';
import type { Db, Tx } from '../powers.ts';
import type { InvitationsTable } from '../store/tables.ts';
import type { Earlier, Past } from './caps.ts';
import { anyone, dayMs, visitMs } from './defaults.ts';
import { idsOf, type Kin, unitsOf } from './kin.ts';
import { lastClaimed, lastOrder } from './lastOrder.ts';
import { sameAs, type Unit } from './units.ts';

/** Nothing an invitation may depend on lasts longer than a year. */
const rememberedMs = 366 * dayMs;
const maxEarlier = 1_000;

export type Card = Earlier & {
  /** Whether the asker may answer it. */
  mine: boolean;
  token: string;
  agentId: string;
  version: number;
  variant: string | null;
};

/** So long a name's "not now" is heeded that came from nobody in particular. */
const neighbourMs = 4 * 60 * 60_000;

/** Nothing of a day's name is older than its secret. */
const namesLastMs = 2 * dayMs;

/** Rules this visitor was invited by, so that what those rules say can be fetched before the transaction. */
export async function rulesMet(db: Db, visitorId: string | null, names: readonly string[]): Promise<string[]> {
  const met = () => db.selectFrom('invitations').select('rule_id').distinct().limit(100);
  const rows = [
    ...(await met()
      .where('visitor_id', '=', visitorId ?? '')
      .execute()),
    ...(await met().where('unit', 'in', names).execute()),
  ];
  return [...new Set(rows.map((row) => row.rule_id))];
}

export interface Asking {
  who: Unit;
  kin: Kin;
  now: number;
  visitSince: number | null;
  gapMs: number;
}

/**
 * What happened to this visitor before, and to whoever was here under the same names of the day and may be the same person.
 * The same questions are asked of everybody, also of those who have no past.
 */
export async function readPast(tx: Tx, asking: Asking): Promise<Omit<Past, 'earlier'> & { earlier: Card[] }> {
  const { who, kin, now } = asking;
  // What strangers were shown is not this one's past.
  const whose = who.visitorId ?? '';
  const cards = () => tx.selectFrom('invitations').selectAll().orderBy('created_at', 'desc').limit(maxEarlier);
  const own = await cards()
    .where('visitor_id', '=', whose)
    .where('created_at', '>', now - rememberedMs)
    .execute();
  const there = await cards()
    .where('unit', 'in', kin.names)
    .where('created_at', '>', now - namesLastMs)
    .execute();
  const others = there
    .filter((row) => row.visitor_id !== whose)
    .flatMap((row) => asTheirs(cardOf(row), row.visitor_id === anyone, asking));

  const talks = () =>
    tx
      .selectFrom('conversations')
      .select((e) => [
        e.fn.max<number | null>('ended_at').as('ended'),
        e.fn.count<number>('id').filterWhere('status', '!=', 'ended').as('open'),
      ]);
  const orders = () => tx.selectFrom('orders').select((e) => e.fn.max<number | null>('at').as('at'));
  const found = {
    talks: await talks().where('visitor_id', '=', whose).executeTakeFirstOrThrow(),
    theirTalks: await talks()
      .where('visitor_id', 'in', idsOf(tx, kin))
      .where('started_at', '>', now - namesLastMs)
      .where('started_at', '<=', kin.wholeUntil)
      .executeTakeFirstOrThrow(),
    bought: await lastOrder(tx, whose),
    theyBought: await lastClaimed(tx, kin),
    idsBought: await orders()
      .where('visitor_id', 'in', idsOf(tx, kin))
      .where('at', '>', now - namesLastMs)
      .where('at', '<=', kin.wholeUntil)
      .executeTakeFirstOrThrow(),
  };
  return {
    now,
    earlier: [...own.map(cardOf), ...others],
    talking: Number(found.talks.open) + Number(found.theirTalks.open) > 0,
    talkedAt: latest(found.talks.ended, found.theirTalks.ended),
    orderedAt: latest(found.bought.at, found.theyBought.at, found.idsBought.at),
    visitSince: visitOf(asking, others),
  };
}

const cardOf = (row: Selectable<InvitationsTable>): Card => ({
  ruleId: row.rule_id,
  state: row.state,
  createdAt: Number(row.created_at),
  expiresAt: Number(row.expires_at),
  settledAt: row.answered_at === null ? null : Number(row.answered_at),
  token: row.token,
  agentId: row.agent_id,
  version: Number(row.rule_version),
  variant: row.variant,
  mine: true,
});

/**
 * A card somebody was shown under the same name of the day. Whole, when it was before the asker's id: that is who has cleared
 * the storage, or never had any. Where the name is many people's, or the card went to nobody in particular while the asker had
 * an id, it only keeps its distance. A card of another, younger id is evidently another person's.
 */
function asTheirs(card: Card, nameless: boolean, { kin, now, gapMs }: Asking): Card[] {
  // Somebody's own token answers to nobody else.
  if (card.createdAt <= kin.wholeUntil) return [{ ...(nameless ? asNobodys(card, now) : card), mine: nameless }];
  if (card.createdAt > kin.bornAt && !nameless) return [];
  const up = card.state === 'shown' && card.expiresAt > now;
  return up || card.createdAt > now - gapMs ? [{ ...card, mine: false, state: up ? 'shown' : 'seen' }] : [];
}

/**
 * What was said to a card of nobody in particular may have been said by a neighbour: on many phones all browsers have one name. So
 * it is never for good, and a "not now" lasts for hours.
 */
function asNobodys(card: Card, now: number): Card {
  if (card.state !== 'never' && card.state !== 'dismissed') return card;
  const isOver = (card.settledAt ?? card.createdAt) <= now - neighbourMs;
  return { ...card, state: isOver ? 'seen' : 'dismissed' };
}

/** A visit begun under another name, or none, goes on; it is half an hour long as far as we know. */
function visitOf({ now, visitSince }: Asking, others: readonly Card[]): number | null {
  const late = others.filter((one) => one.createdAt >= now - visitMs).map((one) => one.createdAt);
  return late.length === 0 ? visitSince : Math.min(visitSince ?? now, ...late);
}

const latest = (...times: (number | null)[]): number | null =>
  times.reduce<number | null>((last, at) => (at === null ? last : Math.max(last ?? Number(at), Number(at))), null);

/** Whether another rule holds this visitor out in the same visit: what its control group gets is nothing, from anybody. */
export async function heldOutByAnother(tx: Tx, who: Unit, kin: Kin, ruleId: string, now: number) {
  // Units are one site's; naming the site as well would have the database look through everybody's decisions.
  const heldOut = () =>
    tx
      .selectFrom('decisions')
      .select('rule_id')
      .where('at', '>', now - visitMs)
      .where('reason', '=', 'holdout')
      .where('rule_id', '!=', ruleId)
      .limit(1);
  const own = await heldOut().where('unit', 'in', sameAs(tx, who.unit)).executeTakeFirst();
  const theirs = await heldOut()
    .where('unit', 'in', unitsOf(tx, kin))
    .where('at', '<=', kin.wholeUntil)
    .executeTakeFirst();
  return own !== undefined || theirs !== undefined;
}
