import { fakeClock } from '@theke/kit';
import { type Act, type ActOutcome, type Answer, type FieldNews, no, yes } from '@theke/protocol';
import type { Driver } from '../share/act/fill/driver.ts';
import { createKeeper, type Keeper } from '../share/act/fill/keeper.ts';
import { type CoFill, createCoFill } from '../view/fill/coFill.ts';

// Two writers in the same fields, with a line between them that delays, swaps and loses, on a clock that stands still. Every
// letter anybody writes is another one, so that at the end each can be accounted for.

export interface DuelSetup {
  /** Edits of both together. */
  edits: number;
  seed: number;
  fields?: number;
  maxDelayMs?: number;
  /** Share of messages that never arrive, in either direction. */
  loss?: number;
  /** Zero: the agent's edits meet the visitor's as often as can be. */
  lockMs?: number;
  /** A page that puts every text in order after each change. */
  page?(text: string): string;
}

export interface DuelResult {
  edits: { visitor: number; agent: number };
  /** Fields in which both have the same text. */
  equal: number;
  /** Letters of the visitor that are gone though the visitor did not take them away. */
  visitorLost: number;
  /** The same of the agent's. */
  agentLost: number;
  doubled: number;
  refused: string[];
  sent: number;
  /** How long the texts went on moving after the last edit, on the duel's clock. */
  settledMs: number;
}

/** A repeatable source of numbers from 0 to 1 (mulberry32). */
function dice(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}

/** A field that is a string. */
export function plainDriver(start = '', page: (text: string) => string = (text) => text) {
  let text = start;
  const driver: Driver = {
    kind: 'lines',
    read: () => text,
    clean: (wanted) => wanted,
    most: () => Number.POSITIVE_INFINITY,
    write: (next) => {
      text = page(next);
    },
    caret: () => null,
    place: () => {},
    empty: () => text === '',
    leave: () => {},
  };
  return { driver, type: (next: string) => (text = page(next)) };
}

const stepMs = 10;

/** Runs one duel to its end. */
export async function runDuel(setup: DuelSetup): Promise<DuelResult> {
  const { edits, seed, fields: count = 3, maxDelayMs = 300, loss = 0, lockMs = 0 } = setup;
  const roll = dice(seed);
  const below = (n: number) => Math.floor(roll() * n);
  const clock = fakeClock();
  const refused: string[] = [];
  let sent = 0;
  let nextLetter = 0x4e00;
  const letters = (n: number, by: Set<string>) => {
    let text = '';
    for (let i = 0; i < n; i += 1) {
      const letter = String.fromCodePoint(nextLetter++ + (nextLetter > 0x9fff ? 0x20000 - 0x9fff : 0));
      text += letter;
      by.add(letter);
    }
    return text;
  };
  const visitors = new Set<string>();
  const agents = new Set<string>();
  const settle = async () => {
    for (let i = 0; i < 12; i += 1) await null;
  };
  const later = (fn: () => void) => {
    if (roll() >= loss) clock.after(below(maxDelayMs + 1), fn);
  };

  const sides = Array.from({ length: count }, (_, node) => {
    const page = plainDriver('ABC', setup.page);
    const done = new Map<string, ActOutcome>();
    let keeper: Keeper | null = null;
    let rev = 0;
    const answer = (act: Act, actId: string): ActOutcome => {
      if (act.kind === 'open') {
        keeper ??= createKeeper({
          driver: page.driver,
          clock,
          mode: 'open',
          rev: ++rev,
          lockMs,
          judge: () => null,
          tell: (news) => later(() => agent.told({ shareId: 's', node, ...news } as FieldNews)),
          onEnd: () => {},
        });
        return { done: true, field: { node, ...keeper.state() } };
      }
      if (act.kind !== 'edit' || !keeper) return { done: false, why: 'gone' };
      const known = done.get(actId);
      if (known) return known;
      const outcome = keeper.edit(actId, act.rev, act);
      if (outcome.done) done.set(actId, outcome);
      return outcome;
    };
    const agent: CoFill = createCoFill({
      shareId: 's',
      clock,
      onRefused: (why) => refused.push(why),
      tryAct: (act, actId) =>
        new Promise<Answer<ActOutcome>>((give) => {
          sent += 1;
          const lost = clock.after(1_000, () => give(no('timeout')));
          later(() => {
            const outcome = answer(act, actId);
            later(() => {
              lost();
              give(yes(outcome));
            });
          });
        }),
    });
    return { page, agent, keeper: () => keeper!, node };
  });
  for (const { agent, node } of sides) void agent.open(node);
  while (sides.some(({ agent }) => !agent.field.value)) {
    clock.advance(stepMs);
    await settle();
  }

  const mine = { visitor: 0, agent: 0 };
  function visitorEdits(side: (typeof sides)[number]): void {
    const text = side.page.driver.read();
    const at = below(text.length + 1);
    const cut = roll() < 0.3 ? Math.min(below(6), text.length - at) : 0;
    for (const letter of text.slice(at, at + cut)) {
      visitors.delete(letter);
      agents.delete(letter);
    }
    side.keeper().typed();
    side.page.type(text.slice(0, at) + letters(cut ? below(2) : 1 + below(3), visitors) + text.slice(at + cut));
    side.keeper().look('visitor');
    mine.visitor += 1;
  }
  function agentEdits(side: (typeof sides)[number]): void {
    const field = side.agent.field.value;
    if (!field) return;
    const text = field.text.value;
    const at = below(text.length + 1);
    // The agent takes away what is theirs; what of the visitor's stands in it by the time it arrives must stay.
    let end = at;
    if (roll() < 0.3) while (end < text.length && end - at < 8 && !visitors.has(text[end]!)) end += 1;
    for (const letter of text.slice(at, end)) agents.delete(letter);
    const put = letters(end > at ? below(3) : 1 + below(3), agents);
    field.write(text.slice(0, at) + put + text.slice(end), at + put.length);
    mine.agent += 1;
  }

  while (mine.visitor + mine.agent < edits) {
    const side = sides[below(count)]!;
    if (roll() < 0.5) visitorEdits(side);
    else agentEdits(side);
    // Bursts and pauses, as people write.
    const pauseMs = roll() < 0.1 ? lockMs + 800 : below(12) * stepMs;
    for (let ms = 0; ms < pauseMs; ms += stepMs) {
      clock.advance(stepMs);
      await settle();
    }
  }
  let settledMs = 0;
  const texts = () => sides.map(({ agent, page }) => `${agent.field.value?.text.value}|${page.driver.read()}`).join();
  let before = texts();
  // What the agent has written while the visitor's hand was on the field waits its turn.
  for (let ms = 0; ms - settledMs < 30_000; ms += stepMs) {
    clock.advance(stepMs);
    await settle();
    if (texts() !== before) settledMs = ms;
    // The last word of all may have been lost; nothing after it tells. The line's coming back does.
    if (loss && ms % 7_000 === 0) for (const { agent } of sides) agent.catchUp();
    before = texts();
  }

  const ends = sides.map(({ page }) => page.driver.read());
  const all = ends.join('');
  const result: DuelResult = {
    edits: mine,
    equal: sides.filter(({ agent }, i) => agent.field.value?.text.value === ends[i]).length,
    visitorLost: [...visitors].filter((letter) => !all.includes(letter)).length,
    agentLost: [...agents].filter((letter) => !all.includes(letter)).length,
    doubled: [...visitors, ...agents].filter((letter) => all.split(letter).length > 2).length,
    refused,
    sent,
    settledMs,
  };
  for (const { agent } of sides) agent.close();
  return result;
}
