import type { Clock } from '@theke/kit';
import type { Act, ActingCapability, ActOutcome, ActTry, ActWhy, FieldNews, TargetFacts } from '@theke/protocol';
import { capabilityFor, mayAct } from '@theke/rules';
import { cutSecrets } from '../privacy/line.ts';
import type { Surface } from '../surface.ts';
import { createBusy } from './busy.ts';
import { createMouse } from './click.ts';
import { createFill } from './fill/index.ts';
import { createFocus } from './focus.ts';
import { createGrip } from './grip.ts';
import { createGuard } from './guard.ts';
import { createHits } from './hit.ts';
import { createKeys } from './key.ts';
import { backLeads } from './navigate.ts';
import { createPresses } from './press.ts';
import { createReads } from './reads.ts';
import { scrollTo } from './scroll.ts';
import { createTargets, type Target } from './target.ts';

type Without<T, K extends PropertyKey> = T extends unknown ? Omit<T, K> : never;
type Kind = Act['kind'];
type Of<K extends Kind> = ActTry & { act: Extract<Act, { kind: K }> };

export interface HandsPowers {
  shareId: string;
  surface: Surface;
  clock: Clock;
  /** The visitor's own record, asked at every single act. */
  granted(capability: ActingCapability): boolean;
  paused(): boolean;
  /** An act that only the visitor may do: the element is shown to them instead. */
  showInstead(element: Element, label: string): void;
  tellField(news: Without<FieldNews, 'shareId'>): void;
  /**
   * An act was done; `label` is in the words of the visitor's own page and stays there. Not called for the many small ones:
   * `scroll`, `edit` and `leave`.
   */
  onActed(act: Act, label: string): void;
  /** Whether an address is of the same site. */
  siteHosts(url: URL): boolean;
}

/** The agent's hands on the visitor's page: looks, decides, does, and says honestly what it did not do. */
export interface Hands {
  /** What stands there; nothing is done, but what is denied is shown to the visitor. */
  aim(act: ActTry): TargetFacts | { why: ActWhy };
  try(act: ActTry): Promise<ActOutcome>;
  /** Grants have changed, or the visitor pauses: open fields close, running gestures stop. */
  regrant(): void;
  stop(): void;
}

// The answer goes out before the page does.
const leaveAfterMs = 50;

/**
 * Makes {@link Hands}. Knows no sockets and no agents; believes nothing it is told, and looks at what stands on the page at the
 * moment it acts. What was found a moment ago, by the server too, counts for nothing.
 */
export function createHands(powers: HandsPowers): Hands {
  const { surface, clock, shareId } = powers;
  const { window } = surface;
  const reads = createReads(window);
  const targets = createTargets(reads, surface, powers.siteHosts);
  const hits = createHits(reads, targets, surface.ignore);
  const focus = createFocus(reads);
  const grip = createGrip(powers);
  const parts = {
    surface,
    reads,
    targets,
    hits,
    grip,
    mouse: createMouse(reads, focus),
    guard: createGuard(reads, targets, clock.after, ({ element }) => {
      if (element) powers.showInstead(element, surface.spokenLabel(element));
    }),
  };
  const presses = createPresses({ ...parts, mayFill: () => powers.granted('fill') });
  const keys = createKeys({ ...parts, focus, presses });
  const fill = createFill({
    surface,
    granted: () => !stopped && powers.granted('fill') && !powers.paused(),
    tellField: powers.tellField,
    holdsSecret: (element, text) => cutSecrets(element, text) !== text,
    clock,
    shareId,
  });
  const busy = createBusy(clock, surface.ignore);
  busy.watch(window);
  let stopped = false;
  let stay = () => {};

  /** Why no act at all is done now. */
  function standing(act: ActTry): ActWhy | null {
    if (stopped || act.shareId !== shareId || !powers.granted(capabilityFor(act.act.kind))) return 'notGranted';
    if (powers.paused()) return 'paused';
    if (act.seen.stream < surface.firstStream) return 'changed';
    // In a field, the visitor's own writing decides; see there.
    return capabilityFor(act.act.kind) === 'control' && busy.now ? 'busy' : null;
  }

  /** The field an act means: the one that is open under that number, else what stands there now. */
  function field(act: ActTry, node: number): Target | ActWhy {
    const open = act.act.kind === 'open' ? null : fill.elementOf(node);
    const found = open ?? surface.nodeOf(node);
    const element = found?.nodeType === 3 ? found.parentElement : (found as Element | null);
    if (element?.nodeType !== 1 || !reads.connected(element)) return 'gone';
    const target = targets.read(element, 'look');
    const stale = act.act.kind === 'open' && !targets.kinds.editable(target.acting ?? element);
    return stale && surface.changedSince(act.seen, element) ? 'changed' : target;
  }

  function scrolled(act: Of<'scroll'>): Target | TargetFacts | ActWhy {
    if (act.act.node === null) return targets.page();
    const node = surface.nodeOf(act.act.node);
    if (!node) return 'gone';
    return node.nodeType === 1 ? targets.read(node as Element, 'look') : targets.page();
  }

  function look(act: ActTry): Target | TargetFacts | ActWhy {
    const { kind } = act.act;
    if (kind === 'click') return presses.aim(act as Of<'click'>);
    if (kind === 'key') return keys.aim(act as Of<'key'>);
    if (kind === 'scroll') return scrolled(act as Of<'scroll'>);
    if (kind === 'navigate') return targets.page(act.act.url);
    if (kind === 'back') return { ...targets.page(), leads: backLeads(window, powers.siteHosts) };
    return field(act, act.act.node);
  }

  const isTarget = (found: Target | TargetFacts): found is Target => 'facts' in found;

  function leave(act: ActTry, go: () => void): ActOutcome {
    stay();
    stay = clock.after(leaveAfterMs, go);
    return grip.done(act.act, null);
  }

  /** Pages listen to their fields, and may send a form or lead elsewhere when one changes. */
  function write(act: ActTry, element: Element): ActOutcome {
    const { kind } = act.act;
    const view = reads.windowOf(element);
    let outcome: ActOutcome = { done: false, why: 'gone' };
    if (!view) return outcome;
    const caught = parts.guard.during(view, () => {
      if (kind === 'open') outcome = fill.open(surface.idOf(element) ?? act.act.node, element);
      else outcome = kind === 'leave' ? fill.leave(act.act.node) : fill[kind as 'edit' | 'put' | 'pick' | 'tick'](act);
    });
    // What is written is written; only what it would have led to is not.
    if (caught) grip.refuse(act, caught.why, caught.element && targets.read(caught.element, 'look'));
    if (outcome.done && kind !== 'edit' && kind !== 'leave') grip.done(act.act, element);
    return outcome;
  }

  async function attempt(act: ActTry): Promise<ActOutcome> {
    const { kind } = act.act;
    if (kind === 'click') return presses.click(act as Of<'click'>);
    if (kind === 'key') return keys.press(act as Of<'key'>);
    const found = look(act);
    if (typeof found === 'string') return grip.refuse(act, found);
    const target = isTarget(found) ? found : null;
    const why = mayAct(kind, isTarget(found) ? found.facts : found);
    if (why) return grip.refuse(act, why, target);
    if (kind === 'navigate') {
      const { href } = new URL(act.act.url, window.location.href);
      return leave(act, () => window.location.assign(href));
    }
    if (kind === 'back') return leave(act, () => window.history.back());
    if (kind === 'scroll') {
      const node = act.act.node === null ? null : surface.nodeOf(act.act.node);
      return scrollTo(reads, node, act.act) ? { done: true } : grip.refuse(act, 'gone');
    }
    const element = target?.acting ?? target?.element;
    if (!element) return grip.refuse(act, 'gone');
    return write(act, element);
  }

  return {
    aim(act) {
      const no = standing(act);
      if (no) return { why: no };
      const found = look(act);
      if (typeof found === 'string') return { why: found };
      if (!isTarget(found)) return found;
      const view = reads.windowOf(found.element);
      if (view) busy.watch(view);
      const why = mayAct(act.act.kind, found.facts);
      if (why) grip.refuse(act, why, found);
      return found.facts;
    },
    async try(act) {
      const no = standing(act);
      return no ? { done: false, why: no } : attempt(act);
    },
    regrant() {
      if (powers.paused()) fill.close('paused');
      else if (!powers.granted('fill')) fill.close('notGranted');
      if (powers.paused() || !powers.granted('control')) stay();
    },
    stop() {
      if (stopped) return;
      stopped = true;
      stay();
      busy.stop();
      parts.guard.stop();
      fill.stop();
    },
  };
}
