import { sql } from 'kysely';
import { expect, it } from 'vitest';
import { openStage, tokenOf } from './testing/stage.ts';

const minuteMs = 60_000;
const dayMs = 1_440 * minuteMs;
const rules = ['r1', 'r2', 'r3'];
const cooldown = { afterDismissMs: 2 * dayMs, afterIgnoreMs: 90 * minuteMs, afterChatMs: 60 * minuteMs };
const terms = { digest: 'd', caps: { perVisitor: { n: 2, withinMs: 3 * dayMs } }, cooldown };

interface Card {
  rule: string;
  token: string;
  at: number;
  until: number;
  state: string;
  settled: number;
  /** Whose it is, and the day of the name it was shown under. */
  id: string | null;
  day: number;
}

interface Talk {
  row: string;
  id: string;
  at: number;
  ended: number | null;
}

/** One person with one browser, as a shop would wish to know them: all they saw while a name of the day lasts, or their id. */
interface Person {
  id: string | null;
  ids: Map<string, Set<number>>;
  cards: Card[];
  talks: Talk[];
}

/** The caps once more, as plainly as they can be said. A card: the one that is up. */
function plainly(person: Person, rule: string, now: number, days: readonly number[]): 'no' | 'new' | Card {
  for (const card of person.cards)
    if (card.state === 'shown' && card.until <= now) Object.assign(card, { state: 'expired', settled: card.until });
  const known = (card: Card) => (card.id !== null && card.id === person.id) || days.includes(card.day);
  const cards = person.cards.filter(known);
  const tied = (id: string) => [...(person.ids.get(id) ?? [])].some((day) => days.includes(day));
  const talks = person.talks.filter((talk) => talk.id === person.id || (tied(talk.id) && talk.at > now - 2 * dayMs));
  if (talks.some((talk) => talk.ended === null)) return 'no';
  const up = cards.find((card) => card.state === 'shown');
  if (up) return up.rule === rule && (up.id === null || up.id === person.id) ? up : 'no';
  for (const card of cards) {
    // To a card of nobody in particular a neighbour may have said so.
    const quietMs = card.id === null ? 240 * minuteMs : card.rule === rule ? 2 * dayMs : dayMs;
    if (card.state === 'dismissed' && now - card.settled < quietMs) return 'no';
    if (card.state === 'expired' && card.rule === rule && now - card.settled < 90 * minuteMs) return 'no';
    if (now - card.at < 5 * minuteMs) return 'no';
  }
  if (talks.some((talk) => now - talk.ended! < 60 * minuteMs)) return 'no';
  if (cards.filter((card) => now - card.at < 7 * dayMs).length >= 3) return 'no';
  if (cards.filter((card) => card.rule === rule && now - card.at < 3 * dayMs).length >= 2) return 'no';
  // Without an id, and where it has just changed, the last half hour is one visit.
  const visit = cards.filter((card) => card.at >= now - 30 * minuteMs);
  return visit.some((card) => person.id === null || card.id !== person.id) ? 'no' : 'new';
}

/** Small and seeded, so that a failure can be run again. */
function dice(seed: number) {
  let state = seed * 2_654_435_761;
  return (sides: number) => {
    state = Math.imul(state ^ (state >>> 15), 2_246_822_507) + 0x9e3779b9;
    return ((state ^ (state >>> 13)) >>> 0) % sides;
  };
}

/** Days whose names still stand: today, what is not older than yesterday, and of days that are still to come the nearest. */
function calendar() {
  let days: number[] = [];
  let near: number[] = [];
  return (now: number) => {
    const today = Math.floor(now / dayMs);
    if (days[0] === today) return near;
    const others = days.filter((day) => day !== today && day >= today - 1).sort((a, b) => b - a);
    days = [today, ...others];
    near = [...days].sort((a, b) => Math.abs(a - today) - Math.abs(b - today)).slice(0, 4);
    return near;
  };
}

it('[IN317] a thousand random strangers with two tabs, reloads, cleared storage and clock changes get no offer too many, and none too few', async () => {
  const stage = await openStage({ after: 'never' });
  await sql`PRAGMA synchronous=OFF`.execute(stage.db);
  stage.free[0]!.room = 1_000_000;
  const daysAt = calendar();
  const end = ({ row }: Talk) =>
    stage.db
      .updateTable('conversations')
      .set({ status: 'ended', ended_at: stage.now() })
      .where('id', '=', row)
      .execute();
  const seen = { offers: 0, again: 0, silent: 0, cleared: 0 };
  for (let seed = 1; seed <= 1_000; seed++) {
    const roll = dice(seed);
    const ip = `2001:db8:${seed.toString(16)}::1`;
    const person: Person = { id: null, ids: new Map(), cards: [], talks: [] };
    const load = async () => {
      if (person.id === null) return;
      await stage.hello(person.id, ip);
      person.ids.set(person.id, (person.ids.get(person.id) ?? new Set()).add(daysAt(stage.now())[0]!));
    };
    for (let step = 0; step < 10; step++) {
      const move = roll(12);
      if (move < 5) {
        const rule = rules[roll(3)]!;
        if (roll(2) === 0) await load();
        const [now, days] = [stage.now(), daysAt(stage.now())];
        const expected = plainly(person, rule, now, days);
        const times = 1 + roll(2);
        const answers = await Promise.all(
          Array.from({ length: times }, () => stage.ask(person.id, { ruleId: rule, terms }, ip)),
        );
        const tokens = new Set(answers.map(tokenOf));
        const label = `seed ${seed} step ${step}`;
        expect(tokens.size, label).toBe(1);
        const [token = ''] = tokens;
        if (expected === 'no') {
          expect(token, label).toBe('');
          seen.silent += 1;
        } else if (expected === 'new') {
          expect(token, label).not.toBe('');
          const shown = { state: 'shown', settled: 0, id: person.id, day: days[0]! };
          person.cards.push({ rule, token, at: now, until: now + 45_000, ...shown });
          seen.offers += 1;
        } else {
          expect(token, label).toBe(expected.token);
          seen.again += 1;
        }
      } else if (move === 5 && person.cards.length > 0) {
        const card = person.cards.at(-1)!;
        const answer = (['accepted', 'dismissed', 'expired'] as const)[roll(3)]!;
        const holds = card.id === null || card.id === person.id;
        await stage.say(card.token, answer, person.id);
        const settled = stage.now();
        if (holds && card.state === 'shown' && card.until > settled)
          Object.assign(card, { state: answer, settled, id: person.id });
      } else if (move === 6) {
        person.id ??= `v${seed}.${step}`;
        await load();
      } else if (move === 7) {
        const open = person.talks.find((talk) => talk.ended === null);
        if (open) {
          open.ended = stage.now();
          await end(open);
        } else if (person.id !== null) {
          const { id } = await stage.active({ visitor_id: person.id, started_at: stage.now() });
          person.talks.push({ row: id, id: person.id, at: stage.now(), ended: null });
        }
      } else if (move === 8) {
        person.id = null;
        seen.cleared += 1;
      } else if (move === 9) stage.setClock(-[minuteMs, 60 * minuteMs, dayMs][roll(3)]!);
      else stage.setClock([10_000, minuteMs, 6 * minuteMs, 100 * minuteMs, dayMs / 2, dayMs][roll(6)]!);
    }
    for (const talk of person.talks) if (talk.ended === null) await end(talk);
  }
  expect(seen.offers).toBeGreaterThan(1_000);
  expect(Math.min(seen.again, seen.cleared)).toBeGreaterThan(300);
  await stage.close();
}, 480_000);
