import { sql } from 'kysely';
import { expect, it } from 'vitest';
import { openStage, tokenOf } from './testing/stage.ts';

const minuteMs = 60_000;
const dayMs = 1_440 * minuteMs;
const rules = ['r1', 'r2', 'r3'];
const caps = { perVisitor: { n: 2, withinMs: 3 * dayMs } };
const terms = { digest: 'd', caps, cooldown: { afterDismissMs: 2 * dayMs, afterIgnoreMs: 90 * minuteMs } };

interface Card {
  rule: string;
  token: string;
  at: number;
  until: number;
  state: string;
  settled: number;
}

/** The caps once more, as plainly as they can be said. Null: may be offered. A token: the card that is up. */
function plainly(cards: Card[], rule: string, talking: boolean, now: number): 'no' | 'new' | Card {
  for (const card of cards)
    if (card.state === 'shown' && card.until <= now) Object.assign(card, { state: 'expired', settled: card.until });
  const up = cards.find((card) => card.state === 'shown');
  if (talking) return 'no';
  if (up) return up.rule === rule ? up : 'no';
  for (const card of cards) {
    if (card.state === 'dismissed' && now - card.settled < (card.rule === rule ? 2 * dayMs : dayMs)) return 'no';
    if (card.state === 'expired' && card.rule === rule && now - card.settled < 90 * minuteMs) return 'no';
    if (now - card.at < 5 * minuteMs) return 'no';
  }
  if (cards.filter((card) => now - card.at < 7 * dayMs).length >= 3) return 'no';
  if (cards.filter((card) => card.rule === rule && now - card.at < 3 * dayMs).length >= 2) return 'no';
  return 'new';
}

/** Small and seeded, so that a failure can be run again. */
function dice(seed: number) {
  let state = seed * 2_654_435_761;
  return (sides: number) => {
    state = Math.imul(state ^ (state >>> 15), 2_246_822_507) + 0x9e3779b9;
    return ((state ^ (state >>> 13)) >>> 0) % sides;
  };
}

it('[IN219] a thousand random visitors with tabs, reloads, answers, chats and clock changes get no offer too many, and none too few', async () => {
  const stage = await openStage({ after: 'never' });
  await sql`PRAGMA synchronous=OFF`.execute(stage.db);
  stage.free[0]!.room = 1_000_000;
  let offers = 0;
  for (let seed = 1; seed <= 1_000; seed++) {
    const roll = dice(seed);
    const visitorId = `v${seed}`;
    const cards: Card[] = [];
    let talk: string | null = null;
    for (let step = 0; step < 12; step++) {
      const move = roll(10);
      if (move < 5) {
        const rule = rules[roll(3)]!;
        // Two tabs or a reload: the same question twice at once.
        const times = 1 + roll(2);
        const expected = plainly(cards, rule, talk !== null, stage.now());
        const answers = await Promise.all(
          Array.from({ length: times }, () => stage.ask(visitorId, { ruleId: rule, terms })),
        );
        const tokens = new Set(answers.map(tokenOf));
        const label = `seed ${seed} step ${step}`;
        expect(tokens.size, label).toBe(1);
        const [token = ''] = tokens;
        if (expected === 'no') expect(token, label).toBe('');
        else if (expected === 'new') {
          expect(token, label).not.toBe('');
          const at = stage.now();
          cards.push({ rule, token, at, until: at + 45_000, state: 'shown', settled: 0 });
          offers += 1;
        } else expect(token, label).toBe(expected.token);
      } else if (move === 5 && cards.length > 0) {
        const card = cards.at(-1)!;
        const answer = (['accepted', 'dismissed', 'expired'] as const)[roll(3)]!;
        await stage.say(card.token, answer, visitorId);
        const settled = stage.now();
        if (card.state === 'shown' && card.until > settled) Object.assign(card, { state: answer, settled });
      } else if (move === 6) {
        if (talk === null) talk = (await stage.active({ visitor_id: visitorId })).id;
        else {
          await stage.conversations.powers.end(talk, 'visitor');
          talk = null;
        }
      } else if (move === 7) stage.setClock(-[minuteMs, 60 * minuteMs, dayMs][roll(3)]!);
      else stage.setClock([10_000, minuteMs, 6 * minuteMs, 100 * minuteMs, dayMs, 3 * dayMs][roll(6)]!);
    }
    if (talk !== null) await stage.conversations.powers.end(talk, 'visitor');
  }
  expect(offers).toBeGreaterThan(1_000);
  await stage.close();
}, 240_000);
