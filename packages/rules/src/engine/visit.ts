import type { FactValue } from '../rule/vocabulary.ts';
import type { RuleEvent } from './events.ts';
import { createStopwatch, type Stopwatch } from './stopwatch.ts';

/** The key under which leaves on all times in sight are filed: page dwell, form dwell, idleness. */
export const clockKey = 'clock';
/** The form key that stands for any form. */
export const anyForm = '';

/**
 * What is known of a visit: facts, times in sight, signals.
 *
 * Knows no rules. `apply` answers which keys an event touched, so that only what depends on them is looked at again.
 */
export interface Visit {
  readonly visible: boolean;
  fact(name: string): FactValue | undefined;
  signalAt(name: string): number | undefined;
  /** All signals given, with the time of the last. */
  signals(): Record<string, number>;
  /** Undefined until a page was announced. */
  readonly page: Stopwatch | undefined;
  readonly idle: Stopwatch;
  form(name: string): Stopwatch | undefined;
  apply(event: RuleEvent, nowMs: number): readonly string[];
}

const nothing: readonly string[] = [];

export function createVisit(signals: Readonly<Record<string, number>> = {}): Visit {
  const facts = new Map<string, FactValue>();
  const given = new Map(Object.entries(signals));
  const keys = new Map<string, readonly string[]>();
  const idle = createStopwatch();
  const forms = new Map<string, Stopwatch>();
  const entered = new Set<string>();
  let page: Stopwatch | undefined;
  let visible = true;
  let begun = false;

  /** Made once per fact: facts are the most frequent events. */
  function keyOf(name: string): readonly string[] {
    const key = keys.get(name) ?? [`fact:${name}`];
    keys.set(name, key);
    return key;
  }

  function setFact(name: string, value: FactValue | null | undefined): readonly string[] {
    if (value === null || value === undefined) return facts.delete(name) ? keyOf(name) : nothing;
    if (facts.get(name) === value) return nothing;
    facts.set(name, value);
    return keyOf(name);
  }

  function formWatch(name: string): Stopwatch {
    const watch = forms.get(name) ?? createStopwatch();
    forms.set(name, watch);
    return watch;
  }

  function runAll(nowMs: number) {
    page?.run(visible, nowMs);
    idle.run(visible, nowMs);
    for (const [name, watch] of forms) watch.run(visible && isEntered(name), nowMs);
  }

  const isEntered = (name: string) => (name === anyForm ? entered.size > 0 : entered.has(name));

  function change(event: RuleEvent, nowMs: number): readonly string[] {
    switch (event.type) {
      case 'fact':
        return setFact(event.name, event.value);
      case 'conversation':
        return setFact('conversation.open', event.open);
      case 'page': {
        page = createStopwatch();
        page.run(visible, nowMs);
        idle.reset(nowMs);
        forms.clear();
        entered.clear();
        // A page without a type has none, which is known; only before the first page it is not.
        const type = setFact('page.type', event.page.type ?? '');
        return [clockKey, ...type, ...setFact('page.url', event.page.url)];
      }
      case 'visible':
        if (event.on === visible) return nothing;
        visible = event.on;
        // Coming back is a sign of life.
        idle.reset(nowMs);
        runAll(nowMs);
        return [clockKey];
      case 'form':
        if (event.on) entered.add(event.form);
        else entered.delete(event.form);
        for (const name of [event.form, anyForm]) formWatch(name).run(visible && isEntered(name), nowMs);
        return [`form:${event.form}`, `form:${anyForm}`];
      case 'signal':
        given.set(event.name, nowMs);
        return [`signal:${event.name}`];
      case 'input':
        idle.reset(nowMs);
        return ['idle'];
      default:
        return nothing;
    }
  }

  return {
    get visible() {
      return visible;
    },
    get page() {
      return page;
    },
    idle,
    fact: (name) => facts.get(name),
    signalAt: (name) => given.get(name),
    signals: () => Object.fromEntries(given),
    form: (name) => forms.get(name),
    apply(event, nowMs) {
      // Idleness counts from the first thing we hear.
      if (!begun) {
        begun = true;
        idle.run(visible, nowMs);
        return [clockKey, ...change(event, nowMs)];
      }
      return change(event, nowMs);
    },
  };
}
