import type { DwellNode } from '../rule/nodes.ts';
import type { FactValue } from '../rule/vocabulary.ts';
import type { RuleEvent } from './events.ts';
import type { Memory, readMemory } from './memory.ts';
import { createSignals, type Signals } from './signals.ts';
import { createStopwatch, type Stopwatch } from './stopwatch.ts';

/** The key under which leaves on all times in sight are filed: dwell of all kinds, idleness. */
export const clockKey = 'clock';

/** How a place is filed: `dwell:form:checkout`, `dwell:section:reviews`; `dwell:form:` is any form, `dwell:site:` all of them. */
export const placeOf = ({ what, form, name }: Omit<DwellNode, 'op' | 'ms'>): string =>
  `dwell:${what}:${form ?? name ?? ''}`;

const site = placeOf({ what: 'site' });

/**
 * What is known of a visit: facts, times in sight, signals.
 *
 * Knows no rules. `apply` answers which keys an event touched, so that only what depends on them is looked at again.
 */
export interface Visit {
  visible: boolean;
  /** A conversation is open. */
  readonly talking: boolean;
  fact(name: string): FactValue | undefined;
  /** Where a fact stands, now and later: conditions look at theirs thousands of times. */
  cell(name: string): { readonly value: FactValue | undefined };
  signals: Signals;
  /** The time that counts for a place, or for `idle`; undefined where nobody was yet. */
  watch(place: string): Stopwatch | undefined;
  apply(event: RuleEvent, nowMs: number): readonly string[];
  /** Takes over what was kept, which has changed. */
  recall(nowMs: number): void;
  memory(nowMs: number): Pick<Memory, 'signals' | 'runs' | 'siteMs'>;
}

/** Longer texts are cut: whoever compares them must not hold up the page. */
const maxChars = 2_000;

const nothing: readonly string[] = [];

export function createVisit(kept: ReturnType<typeof readMemory>): Visit {
  const cells = new Map<string, { value: FactValue | undefined; keys: readonly string[] }>();
  const idle = createStopwatch();
  const onSite = createStopwatch(kept.siteMs);
  const always: [string, Stopwatch][] = [
    ['idle', idle],
    [site, onSite],
  ];
  const talk = cell('conversation.open');
  let places = new Map(always);
  /** Where the visitor is. */
  let entered = new Set(places.keys());
  let begun = false;

  function cell(name: string) {
    const known = cells.get(name);
    if (known) return known;
    const made = { value: undefined, keys: [`fact:${name}`] };
    cells.set(name, made);
    return made;
  }

  function setFact(name: string, value: FactValue | null | undefined): readonly string[] {
    const known = cell(name);
    const next = typeof value === 'string' ? value.slice(0, maxChars) : (value ?? undefined);
    if (known.value === next) return nothing;
    known.value = next;
    return known.keys;
  }

  function run(place: string, nowMs: number) {
    const watch = places.get(place) ?? createStopwatch();
    places.set(place, watch);
    // In `form:` is who is in any form.
    const isIn = entered.has(place) || (place.endsWith(':') && [...entered].some((one) => one.startsWith(place)));
    watch.run(visit.visible && isIn, nowMs);
  }

  function runAll(nowMs: number) {
    for (const place of places.keys()) run(place, nowMs);
  }

  function go(what: DwellNode['what'], name: string, on: boolean, nowMs: number): readonly string[] {
    const place = placeOf({ what, name });
    entered[on ? 'add' : 'delete'](place);
    const touched = [place, placeOf({ what })];
    for (const one of touched) run(one, nowMs);
    return touched;
  }

  function change(event: RuleEvent, nowMs: number): readonly string[] {
    switch (event.type) {
      case 'fact':
        return setFact(event.name, event.value);
      case 'conversation':
        return setFact('conversation.open', event.open);
      case 'ordered':
        return setFact('visit.ordered', true);
      case 'page': {
        places = new Map(always);
        entered = new Set(places.keys());
        go('page', '', true, nowMs);
        idle.reset(nowMs);
        // A page without a type has none, which is known; only before the first page it is not.
        const type = setFact('page.type', event.page.type ?? '');
        return [clockKey, ...type, ...setFact('page.url', event.page.url)];
      }
      case 'visible':
        if (event.on === visit.visible) return nothing;
        visit.visible = event.on;
        // Coming back is a sign of life.
        idle.reset(nowMs);
        runAll(nowMs);
        return [clockKey];
      case 'form':
        return go('form', event.form, event.on, nowMs);
      case 'inside':
        return go(event.what, event.name, event.on, nowMs);
      case 'signal':
        return visit.signals.give(event.name, event.at, nowMs).map((key) => `signal:${key}`);
      case 'input':
        idle.reset(nowMs);
        return ['idle'];
      default:
        return nothing;
    }
  }

  const visit: Visit = {
    visible: true,
    get talking() {
      return talk.value === true;
    },
    signals: createSignals(kept),
    fact: (name) => cells.get(name)?.value,
    cell,
    watch: (place) => places.get(place),
    apply(event, nowMs) {
      if (begun || event.type === 'invitation') return change(event, nowMs);
      // Idleness and the visit count from the first thing we hear of the visitor; a card is ours.
      begun = true;
      runAll(nowMs);
      return [clockKey, ...change(event, nowMs)];
    },
    recall(nowMs) {
      visit.signals = createSignals(kept);
      onSite.reset(nowMs, kept.siteMs);
    },
    memory: (nowMs) => ({ ...visit.signals.memory(), siteMs: onSite.at(nowMs) }),
  };
  return visit;
}
