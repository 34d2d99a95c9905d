import type { Clock } from '@theke/kit';
import type { InvitationAnswer, RuleTerms } from '@theke/protocol';
import { createEngine, type Decision, type Engine, type Rule, type RuleEvent } from '@theke/rules';
import type { Core, Rules } from '../core.ts';
import type { createCards } from './cards.ts';
import type { Given } from './facts.ts';
import { createInviteMemory, type InviteMemory, type Kept } from './memory.ts';
import { createPageFeed } from './page.ts';

type Grant = Omit<Extract<InvitationAnswer, { show: true }>, 'show'>;

/** A timer later than this was slept over: nobody looked at the page meanwhile. */
const sleptMs = 5_000;
/** Browsers count a timer's time in 31 bits; what is later is set again on the way. */
const maxTimerMs = 2e9;
const never = Number.POSITIVE_INFINITY;

/** The rules kept on the server, as pages get them. */
interface LiveRules {
  perVisit: number;
  radar: boolean;
  rules: Rule[];
}

/** With what the server decides by: it knows nothing of such a rule. */
export interface OwnRule {
  rule: Rule;
  terms: RuleTerms;
}

/** What asking, explaining, recording and telling may see of the rules at work. */
export interface RadarInside {
  readonly core: Core;
  readonly clock: Clock;
  readonly kept: InviteMemory['kept'];
  readonly engine: Engine<Grant>;
  /** Rules of the page's own, by their id. */
  readonly own: Map<string, OwnRule>;
  nowMs(): number;
  /** All facts the engine was told, by their names. */
  readonly facts: Given;
  feed(event: RuleEvent): void;
  keep(): void;
  /** Carries out what a change of rules or predicates brought about; from the first on the page is listened to. */
  change(decisions: Decision<Grant>[]): void;
  /** Hands all rules to the engine; with a new `perVisit`, if it is told. */
  setRules(perVisit?: number): void;
  /** Each hears every event as the engine is fed it. */
  readonly taps: Set<Tap>;
  /** The site's list of visitors shows where the rules stand. */
  radarOn?: boolean;
  /** From 0 to 1. */
  random(): number;
  /** Reads the rules of the server; `anew` past what the browser has kept. */
  live(anew?: boolean): Promise<void>;
  /** Listens also for what no rule uses. */
  listenToAll(on: boolean): void;
}

type Tap = (event: RuleEvent, atMs: number) => void;

/** Runs the rules on the page: feeds the engine, sets its one timer, carries out what it decides. `random`: from 0 to 1. */
export function createRadar(core: Core, clock: Clock, random = Math.random): Rules {
  const { window, settings, told } = core;
  const memory = createInviteMemory(core, clock);
  const { kept } = memory;
  const engine = createEngine<Grant>({ rules: [], memory: kept.memory, mayAsk: core.mayTell });
  // One clock for all pages of a visit, and one that no date setting moves within a page.
  const startMs = clock.now() - clock.elapsed();
  const own = new Map<string, OwnRule>();
  const taps = new Set<Tap>();
  let served: Rule[] = [];
  let begun: boolean | undefined;
  let fetched: boolean | undefined;
  let takeBack = () => {};
  let dueMs = never;
  let lastMs = 0;
  let cards: ReturnType<typeof createCards> | undefined;
  let heard: unknown;
  let all = false;

  function nowMs() {
    const now = startMs + clock.elapsed();
    if (now > dueMs + sleptMs) {
      act(engine.feed({ type: 'visible', on: false }, lastMs));
      act(engine.feed({ type: 'visible', on: !window.document.hidden }, now));
    }
    lastMs = now;
    return now;
  }

  function act(decisions: Decision<Grant>[]) {
    for (const decision of decisions) {
      if (decision.type === 'ask') void ask(decision.rule);
      else cards?.carryOut(decision);
    }
    if (decisions.length) keep();
    const nextMs = core.ended.aborted ? never : engine.nextDueMs();
    if (nextMs === dueMs) return;
    takeBack();
    dueMs = nextMs;
    // Whole milliseconds up: a timer that fires early would be set again at once.
    if (dueMs < never)
      takeBack = clock.after(Math.min(Math.ceil(dueMs - startMs - clock.elapsed()) + 1, maxTimerMs), () => {
        const atMs = nowMs();
        dueMs = never;
        act(engine.tick(atMs));
      });
  }

  function feed(event: RuleEvent) {
    const atMs = nowMs();
    for (const tap of taps) tap(event, atMs);
    act(engine.feed(event, atMs));
  }

  const wanted = (names: RegExp) => all || names.test([...engine.wants()].join());
  const feeder = createPageFeed({ core, clock, memory, wanted, feed, keep });

  async function keep(reads?: boolean, theirs: object | undefined = memory.news()) {
    const chunk =
      theirs &&
      (await core.load('visit').catch(() => {
        // Nothing is written over what cannot be added.
        reads = true;
      }));
    kept.memory = (cards?.both ?? engine.memory)(nowMs());
    chunk?.shareMemory(inside, theirs as Kept);
    if (!reads) memory.write();
    if (told.orders.length) void core.load('asking').then((chunk) => chunk.tellOrders(core));
  }

  async function ask(rule: Rule) {
    try {
      const chunk = await core.load('asking');
      cards ??= chunk.createCards(inside);
      void cards.ask(rule);
    } catch {
      // What cannot be asked is a no.
      act(engine.answer(rule.id, { show: false }, nowMs()));
    }
  }

  function begin() {
    if (begun) return;
    begun = true;
    feeder.begin();
    core.on('state', online);
    resume();
    window.addEventListener('hashchange', resume, { signal: core.ended });
  }

  /** The overlay is wished for, or a journey that is being recorded goes on with its next page. */
  function resume() {
    if (kept.recording || window.location.hash === '#theke-debug')
      void core.load('rulebook').then((book) => book.resume(inside));
  }

  /** What a line adds once it is there: news of the rules, and telling where they stand. */
  function online() {
    const line = core.loaded()?.line;
    if (!line || line === heard) return;
    heard = line;
    void core.load('rulebook').then((book) => book.heed(inside, line));
  }

  function change(decisions: Decision<Grant>[]) {
    begin();
    act(decisions);
    feeder.fit(`${[...engine.wants()].sort()}${all}`);
  }

  function setRules(perVisit?: number) {
    const rules = new Map([...[...own.values()].map(({ rule }) => rule), ...served].map((rule) => [rule.id, rule]));
    change(engine.setRules([...rules.values()], nowMs(), perVisit));
  }

  async function live(anew = false) {
    begin();
    keep();
    if (fetched && !anew) return;
    fetched = true;
    try {
      const answer = await window.fetch(
        `${settings.base}/api/v1/rules/live?site=${encodeURIComponent(settings.site)}`,
        { credentials: 'omit', cache: anew ? 'no-cache' : 'default' },
      );
      const { rules, perVisit, radar } = (await answer.json()) as LiveRules;
      served = rules;
      inside.radarOn = radar;
      setRules(perVisit);
      online();
      if (radar && core.mayConnect()) void core.load('visit').then((chunk) => chunk.comeUp(inside));
    } catch {
      // Without its rules the page is what it was.
    }
  }

  const inside: RadarInside = {
    core,
    clock,
    kept,
    engine,
    own,
    nowMs,
    live,
    random,
    setRules,
    change,
    facts: feeder.facts,
    feed,
    keep,
    taps,
    listenToAll(on) {
      all = on;
      change([]);
    },
  };

  core.ended.addEventListener('abort', () => takeBack());

  return {
    run: (command, args) =>
      command === 'live' ? live() : core.load('commands').then((chunk) => chunk.runCommand(inside, command, args)),
  };
}
