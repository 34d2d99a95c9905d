import type { Clock } from '@theke/kit';
import {
  type Act,
  type ActOutcome,
  type ActTry,
  type ActWhy,
  type FieldNews,
  type FieldState,
  limits,
} from '@theke/protocol';
import { type FieldKind, fieldAround, fieldKind } from '../../../fill/kind.ts';
import type { Surface } from '../../surface.ts';
import { createChoiceDriver } from './choice.ts';
import type { Driver } from './driver.ts';
import { createKeeper, type Keeper, no } from './keeper.ts';
import { createRichDriver } from './rich.ts';
import { createTextDriver } from './text.ts';
import { createTickDriver } from './tick.ts';
import { watchField } from './watch.ts';

type Without<T, K extends PropertyKey> = T extends unknown ? Omit<T, K> : never;

/** What filling in needs on the visitor's side. */
export interface FillPowers {
  shareId: string;
  surface: Surface;
  clock: Clock;
  /** Whether the agent may fill in now; asked before everything that is done or told. */
  granted(): boolean;
  tellField(news: Without<FieldNews, 'shareId'>): void;
  /** Whether a text in this element is a card or an account number, or a part of one whose rest stands beside it. */
  holdsSecret(element: Element, text: string): boolean;
}

/** The visitor's half of filling in together: their page decides the order of everything. */
export interface Fill {
  /** Begins, or tells once more how it stands. */
  open(node: number, element: Element): ActOutcome;
  edit(act: ActTry): ActOutcome;
  put(act: ActTry): ActOutcome;
  pick(act: ActTry): ActOutcome;
  tick(act: ActTry): ActOutcome;
  leave(node: number): ActOutcome;
  /** The element that is open under this name, also when the picture calls it otherwise by now. */
  elementOf(node: number): Element | null;
  /** All open fields close, and the agent hears why. */
  close(why: ActWhy): void;
  /** The same without a word. */
  stop(): void;
}

interface Open {
  element: HTMLElement;
  kind: FieldKind;
  keeper: Keeper;
  /** Nobody is to hear that it closes. */
  quiet: boolean;
}

// An agent writes in one; those left before deliver what was on its way.
const maxOpen = 8;
// Acts that may be asked again because their answer was lost.
const maxDone = 64;

function driverOf(element: HTMLElement, kind: FieldKind): Driver {
  if (kind === 'rich') return createRichDriver(element);
  if (kind === 'choice') return createChoiceDriver(element as HTMLSelectElement);
  if (kind === 'tick') return createTickDriver(element as HTMLInputElement);
  return createTextDriver(element as HTMLInputElement, kind);
}

/** Makes {@link Fill}. Knows no grants and no targets: whoever composes it has looked at both. */
export function createFill(powers: FillPowers): Fill {
  const { surface, clock, holdsSecret } = powers;
  const fields = new Map<number, Open>();
  const done = new Map<string, ActOutcome>();
  /** What agents wrote into fields whose content stays hidden: only that may be told of again. */
  const own = new WeakMap<Element, string>();
  let rev = 0;

  /** How much of it an agent may see and write; or why nothing. */
  function modeOf(element: Element): FieldState['mode'] | { why: ActWhy } {
    if (!powers.granted()) return { why: 'notGranted' };
    if (!element.isConnected) return { why: 'gone' };
    if (surface.ignore(element)) return { why: 'ours' };
    if (surface.isSecret(element)) return { why: 'secret' };
    if (surface.isDenied(element)) return { why: 'denied' };
    const inside = fieldKind(element) === 'rich' ? element.querySelectorAll('*') : [];
    const seen = new Set([element, ...inside].map((part) => surface.sees(part)));
    if (seen.has('hidden')) return { why: 'secret' };
    return seen.has('shape') ? 'blind' : 'open';
  }

  function judge({ element, kind }: Open, mode: FieldState['mode'], text: string): ActWhy | null {
    const now = modeOf(element);
    if (typeof now === 'object') return now.why;
    if (holdsSecret(element, text)) return 'secret';
    if (text.length > limits.fieldChars || fieldKind(element) !== kind) return 'notField';
    // What the shop shows of it is not what both began with.
    return now === mode ? null : 'changed';
  }

  const isShut = (element: HTMLElement) =>
    element.matches(':disabled') || (element as HTMLInputElement).readOnly === true;

  function begin(node: number, element: HTMLElement, kind: FieldKind, mode: FieldState['mode'], driver: Driver): void {
    const { type } = element as HTMLInputElement;
    const keeper = createKeeper({
      driver,
      clock,
      mode,
      rev: rev + 1,
      judge: (text) => judge(open, mode, text),
      isStale: () => !element.isConnected || (element as HTMLInputElement).type !== type || !powers.granted(),
      tell(news) {
        const { text } = keeper.state();
        if (mode === 'blind') own.set(element, text);
        rev = Math.max(rev, keeper.state().rev);
        powers.tellField({ node, ...news });
      },
      onEnd(why) {
        if (fields.get(node) === open) fields.delete(node);
        unwatch();
        if (!open.quiet) powers.tellField({ node, kind: 'closed', why });
      },
    });
    const open: Open = { element, kind, keeper, quiet: false };
    const unwatch = watchField(element, keeper);
    rev += 1;
    fields.set(node, open);
  }

  function leave(node: number): void {
    const open = fields.get(node);
    if (!open) return;
    open.quiet = true;
    open.keeper.end('gone');
  }

  const stateOf = (node: number, { keeper }: Open): ActOutcome => {
    const field = { node, ...keeper.state() };
    return { done: true, rev: field.rev, field };
  };

  function open(node: number, target: Element): ActOutcome {
    const element = fieldAround(target) as HTMLElement;
    if (fields.get(node)?.element !== element) leave(node);
    fields.get(node)?.keeper.look('page');
    const known = fields.get(node);
    if (known) return stateOf(node, known);

    const mode = modeOf(element);
    if (typeof mode === 'object') return no(mode.why);
    const kind = fieldKind(element);
    if (!kind) return no('notField');
    if (isShut(element)) return no('disabled');
    const driver = driverOf(element, kind);
    const text = driver.read();
    if (text.length > limits.fieldChars) return no('notField');
    if (holdsSecret(element, text)) return no('secret');
    if (mode === 'blind' && !driver.empty() && own.get(element) !== text) return no('theirs');
    for (const [other, { element: same }] of fields) if (same === element || fields.size >= maxOpen) leave(other);
    begin(node, element, kind, mode, driver);
    return stateOf(node, fields.get(node)!);
  }

  function change({ actId, act, seen }: ActTry): ActOutcome {
    const before = done.get(actId);
    if (before) return before;
    const node = 'node' in act ? act.node : null;
    const field = node === null ? undefined : fields.get(node);
    if (!field) return no('gone');
    if (isShut(field.element)) return no('disabled');
    // Places of options, and what a box says, may have moved on since the agent looked.
    const pointed = act.kind === 'pick' || act.kind === 'tick';
    if (pointed && surface.changedSince(seen, field.element)) return no('changed');
    const outcome = write(field, actId, act);
    if (outcome.done) done.set(actId, outcome);
    for (const old of done.keys()) if (done.size > maxDone) done.delete(old);
    return outcome;
  }

  function write({ keeper, kind }: Open, actId: string, act: Act): ActOutcome {
    const hasCaret = kind === 'text' || kind === 'lines' || kind === 'rich';
    if (act.kind === 'edit' && hasCaret) return keeper.edit(actId, act.rev, act);
    if (act.kind === 'put' && kind === 'whole') return keeper.put(actId, act.rev, act.text);
    if (act.kind === 'pick' && kind === 'choice') return keeper.put(actId, act.rev, act.options.join(','));
    if (act.kind === 'tick' && kind === 'tick') return keeper.put(actId, act.rev, act.on ? '1' : '');
    return no('notField');
  }

  function end(quiet: boolean, why: ActWhy): void {
    for (const open of [...fields.values()]) {
      open.quiet = quiet;
      open.keeper.end(why);
    }
  }

  return {
    open,
    edit: change,
    put: change,
    pick: change,
    tick: change,
    leave(node) {
      leave(node);
      return { done: true };
    },
    elementOf: (node) => fields.get(node)?.element ?? null,
    close: (why) => end(false, why),
    stop: () => end(true, 'gone'),
  };
}
