import {
  addSums,
  addVisitor,
  alwaysValidRevenueUplift,
  alwaysValidUplift,
  capAt,
  guards,
  judge,
  noSums,
  type Outcome,
  type Sums,
  sampleRatio,
} from '@theke/uplift';
import type { Row } from './table.ts';

// Shops without any effect, and one where those who chat would have bought anyway: what the report says of them. Seeds are fixed,
// so that the same figures come out again.

/** Mulberry32: small, even enough for simulations, the same everywhere. */
export function dice(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

/** A standard normal from two even numbers (Box & Muller 1958). */
const bell = (roll: () => number) => Math.sqrt(-2 * Math.log(1 - roll())) * Math.cos(2 * Math.PI * roll());

interface Shop {
  perDay: number;
  days: number;
  baseRate: number;
  /** Spread of ln(order value). */
  sigma: number;
  holdoutShare: number;
  /** Who buys does so within so many days after becoming eligible; until then the report counts them as not having bought. */
  waitDays?: number;
  /** True relative effect of inviting; none by default. */
  effect?: number;
}

const nothing: Outcome = { revenue: 0, orders: 0 };

const orderOf = (roll: () => number, sigma: number) => 60 * Math.exp(sigma * bell(roll));

/** One shop, by default one in which inviting changes nothing, looked at every day. Whether any day's verdict spoke of an effect. */
export function lookDaily(shop: Shop, seed: number): { conversion: boolean; revenue: boolean; naive: boolean } {
  const roll = dice(seed);
  const cap = capAt(Array.from({ length: 400 }, () => orderOf(roll, shop.sigma)))!;
  const plan = { plannedVisitors: shop.perDay * shop.days };
  let [invited, heldOut]: [Sums, Sums] = [noSums, noSums];
  const said = { conversion: false, revenue: false, naive: false };
  const later: { day: number; holdout: boolean; outcome: Outcome }[] = [];
  for (let day = 1; day <= shop.days; day += 1) {
    for (let n = 0; n < shop.perDay; n += 1) {
      const holdout = roll() < shop.holdoutShare;
      const buys = roll() < shop.baseRate * (holdout ? 1 : 1 + (shop.effect ?? 0));
      const outcome = buys ? { revenue: Math.min(cap, orderOf(roll, shop.sigma)), orders: 1 } : nothing;
      const waits = buys && shop.waitDays ? Math.floor(roll() * shop.waitDays) : 0;
      if (waits > 0) later.push({ day: day + waits, holdout, outcome });
      const now = waits > 0 ? nothing : outcome;
      if (holdout) heldOut = addVisitor(heldOut, now);
      else invited = addVisitor(invited, now);
    }
    for (const one of later.filter((due) => due.day === day)) {
      const bought = { ...addVisitor(noSums, one.outcome), visitors: 0 };
      if (one.holdout) heldOut = addSums(heldOut, bought);
      else invited = addSums(invited, bought);
    }
    const counts = [invited, heldOut].map(({ visitors, buyers }) => ({ visitors, converted: buyers })) as [
      never,
      never,
    ];
    const common = {
      holdoutShare: shop.holdoutShare,
      ratioP: sampleRatio([invited.visitors, heldOut.visitors], [1 - shop.holdoutShare, shop.holdoutShare])?.p ?? 1,
      bothArmsShare: 0,
      fullDays: day,
      fewestConversions: Math.min(invited.buyers, heldOut.buyers),
    };
    const speaks = (interval: Parameters<typeof judge>[0]['interval']) =>
      ['better', 'worse'].includes(judge({ ...common, interval }).verdict);
    said.conversion ||= speaks(alwaysValidUplift(counts[0], counts[1], plan));
    said.revenue ||= speaks(alwaysValidRevenueUplift(invited, heldOut, plan));
    said.naive ||= day >= 2 && peeks(invited, heldOut);
  }
  return said;
}

/** The textbook test at every look: what is done when nobody minds. */
function peeks(a: Sums, b: Sums): boolean {
  const pooled = (a.buyers + b.buyers) / (a.visitors + b.visitors);
  const error = Math.sqrt(pooled * (1 - pooled) * (1 / a.visitors + 1 / b.visitors));
  return error > 0 && Math.abs(a.buyers / a.visitors - b.buyers / b.visitors) / error > 1.959964;
}

/** Chatting changes nothing, but those who mean to buy chat: the naive figure, and what the report says. */
export function selfSelection(visitors: number, seed: number) {
  const roll = dice(seed);
  let [invited, heldOut, chatted, rest]: [Sums, Sums, Sums, Sums] = [noSums, noSums, noSums, noSums];
  for (let n = 0; n < visitors; n += 1) {
    const holdout = roll() < 0.2;
    const keen = roll() < 0.025;
    const buys = roll() < (keen ? 0.1 : 0.0147);
    const outcome = buys ? { revenue: 60, orders: 1 } : { revenue: 0, orders: 0 };
    // Keen visitors accept an invitation, or open the chat by themselves less often.
    const chats = keen && roll() < (holdout ? 0.3 : 0.9);
    if (holdout) heldOut = addVisitor(heldOut, outcome);
    else invited = addVisitor(invited, outcome);
    if (chats) chatted = addVisitor(chatted, outcome);
    else rest = addVisitor(rest, outcome);
  }
  const rate = ({ buyers, visitors: n }: Sums) => buyers / n;
  const interval = alwaysValidUplift(
    { visitors: invited.visitors, converted: invited.buyers },
    { visitors: heldOut.visitors, converted: heldOut.buyers },
    { plannedVisitors: visitors },
  );
  const { verdict } = judge({
    holdoutShare: 0.2,
    ratioP: sampleRatio([invited.visitors, heldOut.visitors], [0.8, 0.2])?.p ?? 1,
    bothArmsShare: 0,
    fullDays: 28,
    fewestConversions: Math.min(invited.buyers, heldOut.buyers),
    interval,
  });
  return {
    naive: rate(chatted) / rate(rest) - 1,
    verdict,
    covers: !interval || (interval.low <= 0 && interval.high >= 0),
  };
}

const share = (all: readonly boolean[]) => all.filter(Boolean).length / all.length;

/** Coverage and false alarms of the report: bars I5 and I6. Seeds 1 … runs. */
export async function measure(knobs: Record<string, number>): Promise<Row[]> {
  const { runs = 2_000, seeds = 500 } = knobs;
  const rows: Row[] = [];
  for (const holdoutShare of [0.1, 0.2, 0.5]) {
    for (const sigma of [0.9, 1.5]) {
      const shop: Shop = { perDay: 2_000, days: 28, baseRate: 0.02, sigma, holdoutShare };
      const made = Array.from({ length: runs }, (_, n) => lookDaily(shop, n + 1));
      const note = `${runs} shops without effect, 28 daily looks, 2 000 visitors a day, hold-out ${holdoutShare * 100} %, σ ${sigma}`;
      // The default hold-out is a fifth; the others are shown, not promised.
      const bar = holdoutShare === 0.2 ? { name: 'I5', atMost: 5 } : undefined;
      const told = (what: string, value: number, barred: boolean): Row => ({
        what,
        value: value * 100,
        unit: '%',
        note,
        ...(barred && bar ? { bar } : {}),
      });
      rows.push(
        told('false alarms, conversion', share(made.map((one) => one.conversion)), true),
        told('false alarms, revenue per visitor', share(made.map((one) => one.revenue)), true),
        told('false alarms, textbook test at every look', share(made.map((one) => one.naive)), false),
      );
    }
  }
  // The report counts visitors whose windows are still open; these shops' orders come over seven days.
  const slow: Shop = { perDay: 2_000, days: 28, baseRate: 0.02, sigma: 0.9, holdoutShare: 0.2, waitDays: 7 };
  const waited = Array.from({ length: runs }, (_, n) => lookDaily(slow, n + 1));
  for (const measure of ['conversion', 'revenue'] as const)
    rows.push({
      what: `false alarms, ${measure}, orders within seven days`,
      value: share(waited.map((one) => one[measure])) * 100,
      unit: '%',
      note: `${runs} shops without effect, open windows counted, hold-out 20 %, σ 0.9`,
      bar: { name: 'I5', atMost: 5 },
    });
  for (const holdoutShare of [0.1, 0.2, 0.5]) {
    const strong: Shop = { ...slow, holdoutShare, effect: 0.4 };
    const found = Array.from({ length: runs / 4 }, (_, n) => lookDaily(strong, n + 1));
    rows.push({
      what: `finds +40 %, hold-out ${holdoutShare * 100} %`,
      value: share(found.map((one) => one.conversion)) * 100,
      unit: '%',
      note: `${runs / 4} shops, conversion 2 %, 56 000 visitors in 28 days`,
    });
  }
  const shops = Array.from({ length: seeds }, (_, n) => selfSelection(56_000, n + 1));
  const naive = shops.map((one) => one.naive).sort((a, b) => a - b);
  rows.push(
    {
      what: 'self-selection: verdict "inconclusive"',
      value: share(shops.map((one) => one.verdict === 'inconclusive')) * 100,
      unit: '%',
      bar: { name: 'I6', atLeast: 95 },
      note: `${seeds} shops where chatting changes nothing, at least ${guards.fewestConversions} conversions in each arm`,
    },
    {
      what: 'self-selection: interval covers nought',
      value: share(shops.map((one) => one.covers)) * 100,
      unit: '%',
      bar: { name: 'I6', atLeast: 95 },
    },
    {
      what: 'self-selection: what the naive figure says',
      value: naive[naive.length >> 1]! * 100,
      unit: '%',
      note: 'conversion of those who chatted over everybody else, median',
    },
  );
  return rows;
}
