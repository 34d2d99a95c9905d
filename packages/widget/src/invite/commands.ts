import { type Predicate, readRule, termsOf } from '@theke/rules';
import { commandError } from '../api/error.ts';
import type { AdapterOptions } from './adapters/adapters.ts';
import type { RadarInside } from './radar.ts';

/** So long a card asked for by name may take to come up. */
const shownWithinMs = 12_000;

/** A predicate that takes longer than this makes the page stutter; the second time it is switched off. */
const slowMs = 10;
/** One that takes so long stops it, and is switched off at once. */
const tooSlowMs = 100;

/** The same predicate, and silent for good once it has held up the page, twice for a moment or once for long. */
function timed({ core, clock }: RadarInside, name: string, { deps, test }: Predicate): Predicate {
  let slow = 0;
  const predicate: Predicate = {
    deps,
    test(args, fact) {
      if (predicate.isOff) return undefined;
      const beforeMs = clock.elapsed();
      try {
        return test(args, fact);
      } finally {
        const tookMs = clock.elapsed() - beforeMs;
        if (tookMs > slowMs) slow += 1;
        if (slow > 1 || tookMs > tooSlowMs) {
          predicate.isOff = true;
          core.window.console.warn(`Theke: predicate "${name}" took ${Math.round(tookMs)} ms and is switched off.`);
        }
      }
    },
  };
  return predicate;
}

/** A rule of this page; another name is refused, with those there are. */
function known({ engine }: RadarInside, ruleId: unknown): string {
  const ids = engine.inside().rules.map(({ id }) => id);
  if (ids.includes(ruleId as string)) return ruleId as string;
  throw commandError('notFound', `there is no rule "${ruleId}" on this page, but: ${ids.join(', ') || 'none'}`);
}

type Run = (radar: RadarInside, ...args: never[]) => unknown;

const runs: Record<string, Run> = {
  addRule(radar, given: unknown) {
    const reading = readRule(given);
    if (!reading.ok) {
      const { path, say } = reading.refusal;
      throw commandError('malformed', `this rule cannot be used: ${path}: ${say}`);
    }
    const { rule } = reading;
    radar.own.set(rule.id, { rule, terms: termsOf(rule) });
    radar.setRules();
    return { ruleId: rule.id };
  },
  predicate(radar, name: string, test: Predicate['test'], options: { deps?: string[] } | null = {}) {
    const deps = options?.deps ?? [];
    if (!name || typeof name !== 'string' || typeof test !== 'function' || !options || !Array.isArray(deps))
      throw commandError('malformed', 'predicate expects a name, a function and { deps: ["cart.valueCents"] }');
    const { change, engine, nowMs } = radar;
    change(engine.addPredicate(name, timed(radar, name, { deps, test }), nowMs()));
  },
  explain(radar, ruleId?: string) {
    const one = ruleId === undefined ? ruleId : known(radar, ruleId);
    return radar.core.load('rulebook').then((book) => book.explain(radar, one));
  },
  'radar.record'(radar, wish?: { on: boolean }) {
    if (wish !== undefined && typeof wish?.on !== 'boolean')
      throw commandError('malformed', 'radar.record expects { on: true }, { on: false } or nothing');
    return radar.core.load('rulebook').then((book) => book.record(radar, wish));
  },
  adapter: ({ core }, name: string, options?: AdapterOptions) =>
    core.load('adapters').then((chunk) => chunk.startAdapter(core, name, options)),
  invite(radar, given: unknown) {
    const ruleId = known(radar, given);
    const { core, clock, engine, nowMs, change } = radar;
    return new Promise<{ shown: boolean }>((done) => {
      const settle = (shown: boolean) => {
        undo();
        giveUp();
        done({ shown });
      };
      const undo = core.on('invitation:shown', (event) => event.data.ruleId === ruleId && settle(true));
      const decisions = engine.invite(ruleId, nowMs());
      const asked = decisions.some((one) => one.type === 'ask' && one.ruleId === ruleId);
      const giveUp = clock.after(asked ? shownWithinMs : 0, () => settle(false));
      change(decisions);
    });
  },
};

/** Carries out what the page says about rules. Refusals are thrown with their code. */
export const runCommand = (radar: RadarInside, command: string, args: unknown[]): unknown =>
  runs[command]?.(radar, ...(args as never[]));
