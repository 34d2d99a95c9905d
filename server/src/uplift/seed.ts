import { createHash } from 'node:crypto';
import { assignArm } from '@theke/uplift';
import type { Db, Tx } from '../powers.ts';
import { dayMs } from './days.ts';
import { noRows, type Rows, type Seeded, seedCard, seedOrder } from './seedRows.ts';

const minuteMs = 60_000;

export interface SeedWish {
  visitors: number;
  holdoutShare: number;
  /** Conversion of those who are not invited. */
  baseRate: number;
  /** True relative effect of inviting: 0.4 is forty per cent more buyers. */
  effect: number;
  /** How many times as often those who like to chat buy, invited or not: what self-selection does to the naive figure. */
  selfSelection: number;
  /** Part of the invited arm's rows that get lost, of people who buy nothing: a broken arm. */
  lossOfExposures?: number;
  days: number;
  seed: number;
  siteId?: string;
  ruleId?: string;
  /** Who answers the chats; must exist where a console is to show them. */
  agentId?: string;
  agentName?: string;
  /** End of the history. Every window has closed by then. */
  untilMs?: number;
}

/** The part of the visitors who like to chat; nine in ten of them accept an invitation, three in ten chat uninvited. */
const keenShare = 0.025;
const accepts = 0.9;
const chatsAlone = 0.3;
const windowMs = 7 * dayMs;
const batch = 400;
/** A running shop forgets single decisions then. */
const decisionsKeptMs = 30 * dayMs;

/** Mulberry32 and a normal from it: the same history for the same seed, everywhere. */
function createDice(seed: number) {
  let state = seed >>> 0;
  const roll = () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
  const bell = () => Math.sqrt(-2 * Math.log(1 - roll())) * Math.cos(2 * Math.PI * roll());
  return { roll, orderCents: () => Math.round(6_000 * Math.exp(0.9 * bell())) };
}

/**
 * Writes a shop's history into the same tables that a running shop fills: an experiment, who was eligible, the cards, the chats
 * of those who like to chat, and orders, with an effect that is known because we put it there. Gives the experiment's id.
 */
export async function seedShop(
  db: Db,
  wish: SeedWish,
): Promise<{ experimentId: string; siteId: string; ruleId: string }> {
  const { roll, orderCents } = createDice(wish.seed);
  const { siteId = 'demo', ruleId = 'checkout-help', untilMs = Date.now() } = wish;
  const startMs = untilMs - windowMs - wish.days * dayMs - dayMs;
  const forgottenMs = untilMs - decisionsKeptMs;
  const tag = await tagOf(db, { ...wish, untilMs });
  const experimentId = `exp_seed${tag}`;
  const salt = `seed-${wish.seed}`;
  const others = wish.baseRate / (1 - keenShare + keenShare * wish.selfSelection);
  const before = Array.from({ length: 400 }, orderCents).sort((a, b) => a - b);

  await db.transaction().execute(async (tx) => {
    await tx
      .insertInto('experiments')
      .values({
        id: experimentId,
        site_id: siteId,
        layer: 'rule',
        rule_id: ruleId,
        version: 1,
        salt,
        digest: tag,
        holdout_share: wish.holdoutShare,
        window_ms: windowMs,
        planned_visitors: wish.visitors,
        cap_cents: before[Math.ceil(0.99 * before.length) - 1]!,
        currency: 'EUR',
        started_at: startMs,
        ended_at: null,
      })
      .execute();
    let rows = noRows();
    for (let n = 0; n < wish.visitors; n += 1) {
      const unit = `vis_seed${tag}${n}`;
      const arm = assignArm(unit, { salt: `rule:${ruleId}:${salt}:v1`, holdoutShare: wish.holdoutShare });
      const at = startMs + Math.floor(((n + roll()) / wish.visitors) * wish.days * dayMs);
      const keen = roll() < keenShare;
      const invited = arm.arm === 'invite';
      const rate = others * (keen ? wish.selfSelection : 1) * (invited ? 1 + wish.effect : 1);
      const buys = roll() < rate;
      const chats = keen && roll() < (invited ? accepts : chatsAlone);
      const lost = invited && !buys && !chats && roll() < (wish.lossOfExposures ?? 0);
      if (lost) continue;
      const one: Seeded = { unit, n, tag, siteId, ruleId, experimentId, at, chats, ...arm };
      const { agentId = 'seeded', agentName = 'Anna' } = wish;
      const card = seedCard(one, { agentId, agentName, minutes: 2 + Math.floor(roll() * 8), takes: roll() < 0.5 });
      append(rows, at < forgottenMs ? { ...card, decisions: [] } : card);
      if (buys) {
        const amountCents = orderCents();
        rows.orders.push(seedOrder(one, at + Math.floor((5 + roll() * 600) * minuteMs), amountCents));
      }
      if (rows.exposures.length >= batch) {
        await write(tx, rows);
        rows = noRows();
      }
    }
    await write(tx, rows);
  });
  return { experimentId, siteId, ruleId };
}

/**
 * What the made-up visitors are called by, and so their arms: the same for the same wish, whenever it is made. Only a second one of
 * the same wish in one database is called by its time as well.
 */
async function tagOf(db: Db, { untilMs, ...wish }: SeedWish): Promise<string> {
  const tag = (of: object) => createHash('sha256').update(JSON.stringify(of)).digest('hex').slice(0, 16);
  const first = tag(wish);
  const known = db.selectFrom('experiments').select('id').where('id', '=', `exp_seed${first}`);
  return (await known.executeTakeFirst()) ? tag({ ...wish, untilMs }) : first;
}

function append(rows: Rows, more: Partial<Rows>): void {
  for (const [table, some] of Object.entries(more)) rows[table as keyof Rows].push(...(some as never[]));
}

async function write(tx: Tx, rows: Rows): Promise<void> {
  for (const table of Object.keys(rows) as (keyof Rows)[])
    if (rows[table].length > 0)
      await tx
        .insertInto(table)
        .values(rows[table] as never)
        .execute();
}
