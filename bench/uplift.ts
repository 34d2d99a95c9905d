import { guards } from '@theke/uplift';
import { median, quantile } from './stats.ts';
import type { Bar, Row } from './table.ts';
import { perChat, selfSelection } from './uplift/chats.ts';
import { falseAlarms, visitorsUntilAlarm } from './uplift/ratio.ts';
import { lookDaily, type Said, type Shop } from './uplift/shop.ts';

// What the report says of shops whose truth is known: without any effect, with one, with a broken arm, and where those who chat would
// have bought anyway. Seeds are 1, 2, 3 …, so that the same figures come out again.

const shares = [0.1, 0.2, 0.5] as const;
const usual: Shop = { perDay: 2_000, days: 28, baseRate: 0.02, sigma: 0.9, holdoutShare: 0.2 };

const number = (value: number) => value.toLocaleString('en').replace(/,/gu, ' ');
const share = (all: readonly boolean[]) => (all.filter(Boolean).length / all.length) * 100;
const seeded = <T>(runs: number, run: (seed: number) => T): T[] => Array.from({ length: runs }, (_, n) => run(n + 1));
const seedsOf = (runs: number) => `seeds 1 to ${number(runs)}`;
const inPercent = (what: string, value: number, note: string, bar?: Bar): Row => ({
  ...{ what, value, unit: '%', note },
  ...(bar ? { bar } : {}),
});
const aboutShop = ({ perDay, holdoutShare }: Shop) => `${number(perDay)} a day, hold-out ${holdoutShare * 100} %`;

/** Bar I5 over sizes of shops and hold-outs; revenue's bar is for the default hold-out, a fifth, and a cap. */
function withoutEffect(runs: number): Row[] {
  const rows: Row[] = [];
  const most: Bar = { name: 'I5', atMost: 5 };
  const note = `28 looks, no effect, ${seedsOf(runs)}`;
  for (const perDay of [500, 2_000, 10_000])
    for (const holdoutShare of shares) {
      const shop: Shop = { ...usual, perDay, holdoutShare };
      const about = aboutShop(shop);
      // The last is beyond what shops are known to have; it shows what a cap is for.
      for (const sigma of perDay === 2_000 ? [0.9, 1.5, 2] : [0.9, 1.5]) {
        const made = seeded(runs, (seed) => lookDaily({ ...shop, sigma }, seed));
        const of = (key: keyof Said) => share(made.map((one) => one[key]));
        // Which orders are how large changes nothing of who orders.
        if (sigma === 0.9)
          rows.push(
            inPercent(`false alarms, conversion: ${about}`, of('conversion'), note, most),
            inPercent(`textbook test at every look: ${about}`, of('naive'), note),
            inPercent(`ratio covered at all looks: ${about}`, 100 - of('ratioMissed'), `${note}, no guards`),
            inPercent(`points covered at all looks: ${about}`, 100 - of('pointsMissed'), `${note}, no guards`, {
              name: 'I5',
              atLeast: 95,
            }),
          );
        const barred = holdoutShare === 0.2 && sigma < 2 ? most : undefined;
        rows.push(
          inPercent(`false alarms, revenue, σ ${sigma}: ${about}`, of('revenue'), note, barred),
          inPercent(`false alarms, revenue without a cap, σ ${sigma}: ${about}`, of('uncapped'), note),
        );
      }
    }
  // The report counts visitors whose windows are still open; these shops' orders come over seven days.
  const slow = seeded(runs, (seed) => lookDaily({ ...usual, waitDays: 7 }, seed));
  for (const key of ['conversion', 'revenue'] as const) {
    const what = `false alarms, ${key}, orders within seven days: ${aboutShop(usual)}`;
    rows.push(inPercent(what, share(slow.map((one) => one[key])), `35 looks, no effect, ${seedsOf(runs)}`, most));
  }
  return rows;
}

/** A true +40 %: found by the report, and by one look at the end; and whether the intervals hold it. */
function withEffect(runs: number): Row[] {
  const rows: Row[] = [];
  for (const holdoutShare of shares) {
    const shop: Shop = { ...usual, holdoutShare, effect: 0.4, waitDays: 7 };
    const found = seeded(runs, (seed) => lookDaily(shop, seed));
    const about = `hold-out ${holdoutShare * 100} %`;
    const note = `2 %, 56 000 visitors in 28 days, orders within seven days, ${seedsOf(runs)}`;
    const bar = holdoutShare === 0.2 ? { name: 'power', atLeast: 90 } : undefined;
    rows.push(
      inPercent(`finds +40 %, ${about}`, share(found.map((one) => one.better)), note, bar),
      inPercent(`finds +40 % by one look at the end, ${about}`, share(found.map((one) => one.atTheEnd)), note),
    );
    const fast = seeded(runs, (seed) => lookDaily({ ...shop, waitDays: 0 }, seed));
    const looks = `+40 %, 28 looks, no guards, ${seedsOf(runs)}`;
    rows.push(
      inPercent(
        `points covered at all looks, +40 %, ${about}`,
        100 - share(fast.map((one) => one.pointsMissed)),
        looks,
        {
          name: 'I5',
          atLeast: 95,
        },
      ),
      inPercent(`ratio covered at all looks, +40 %, ${about}`, 100 - share(fast.map((one) => one.ratioMissed)), looks),
    );
  }
  return rows;
}

/** The sample ratio: sound shops called broken, and how soon broken ones are. */
function sampleRatios(runs: number): Row[] {
  const rows: Row[] = [];
  for (const holdoutShare of shares)
    for (const days of [28, 90]) {
      const made = seeded(runs, (seed) => falseAlarms(holdoutShare, days, seed));
      const about = `${days} days, hold-out ${holdoutShare * 100} %`;
      const note = `2 000 a day, sound, ${seedsOf(runs)}`;
      rows.push(
        inPercent(`sound arms called invalid: ${about}`, share(made.map((one) => one.watched)), note, {
          name: 'I5',
          atMost: 0.1,
        }),
        inPercent(`one-look test below 0.001 on some day: ${about}`, share(made.map((one) => one.oneLook)), note),
        inPercent(`… and above again later: ${about}`, share(made.map((one) => one.takenBack)), note),
      );
    }
  for (const holdoutShare of shares)
    for (const loss of [0.03, 0.1, 0.3]) {
      const each = loss > 0.2 ? 50 : loss > 0.05 ? 200 : 2_000;
      const rounds = Math.ceil(runs / 4);
      const wish = { holdoutShare, loss, each, most: 1_000_000 };
      const until = seeded(rounds, (seed) => visitorsUntilAlarm(wish, seed));
      const about = `${loss * 100} % of the invited lost, hold-out ${holdoutShare * 100} %`;
      const note = `a look after every ${number(each)}, ${seedsOf(rounds)}`;
      const bar = loss === 0.03 ? { name: 'loss', atMost: 1_000_000 } : undefined;
      rows.push(
        { what: `invalid, ${about}: median`, value: median(until), unit: 'visitors', note },
        {
          ...{ what: `invalid, ${about}: p95`, value: quantile(until, 0.95), unit: 'visitors', note },
          ...(bar ? { bar } : {}),
        },
        { what: `invalid, ${about}: the last`, value: Math.max(...until), unit: 'visitors', note },
      );
    }
  return rows;
}

/** Bar I6, and the figure for each chat where a chat changes something. */
function chatting(seeds: number, runs: number): Row[] {
  const shops = seeded(seeds, (seed) => selfSelection(56_000, seed));
  const told = seeded(runs, perChat);
  const note = `chatting changes nothing, ${guards.fewestConversions} conversions and more in each arm, ${seedsOf(seeds)}`;
  const least: Bar = { name: 'I6', atLeast: 95 };
  const inconclusive = share(shops.map((one) => one.verdict === 'inconclusive'));
  const covered = share(told.map((one) => !one.missed));
  return [
    inPercent('self-selection: verdict "inconclusive"', inconclusive, note, least),
    inPercent('self-selection: interval covers nought', share(shops.map((one) => one.covers)), note, least),
    inPercent(
      'self-selection: what the naive figure says',
      median(shops.map((one) => one.naive)) * 100,
      `median, ${note}`,
    ),
    inPercent('for each accepted chat: covered at all looks', covered, `28 looks, ${seedsOf(runs)}`, least),
    {
      ...{
        what: 'for each accepted chat: days with a figure',
        value: median(told.map((one) => one.told)),
        unit: 'of 28',
      },
      note: `median, ${seedsOf(runs)}`,
    },
  ];
}

/** Coverage, false alarms, power and delays of the report: bars I5 and I6. Knobs: `runs` (2 000), `seeds` (500) of I6. */
export async function measure(knobs: Record<string, number>): Promise<Row[]> {
  const { runs = 2_000, seeds = 500 } = knobs;
  return [...withoutEffect(runs), ...withEffect(Math.ceil(runs / 2)), ...sampleRatios(runs), ...chatting(seeds, runs)];
}
