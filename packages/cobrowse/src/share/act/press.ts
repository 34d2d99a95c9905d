import type { Act, ActOutcome, ActTry, ActWhy } from '@theke/protocol';
import { mayAct } from '@theke/rules';
import type { Surface } from '../surface.ts';
import type { Mouse } from './click.ts';
import { createEvents } from './events.ts';
import type { Grip } from './grip.ts';
import type { Caught, Guard } from './guard.ts';
import type { Hits } from './hit.ts';
import type { Reads } from './reads.ts';
import type { Target, Targets } from './target.ts';

export interface PressParts {
  surface: Surface;
  reads: Reads;
  targets: Targets;
  hits: Hits;
  mouse: Mouse;
  guard: Guard;
  grip: Grip;
  /** Whether an open list is the agent's own to show. */
  mayFill(): boolean;
}

export interface Presses {
  aim(act: ActTry & { act: Extract<Act, { kind: 'click' }> }): Target | ActWhy;
  click(act: ActTry & { act: Extract<Act, { kind: 'click' }> }): Promise<ActOutcome>;
  /** What came of something that ran under the guard. */
  after(act: ActTry, target: Target, caught: Caught | null): Promise<ActOutcome>;
}

const lists = /^(color|range)$/;
// A press does not go through these.
const foreign = /^(iframe|object|embed|fencedframe)$/;
const players = /^(video|audio)$/;

/** Makes {@link Presses}: clicks that land on what was meant, or not at all. */
export function createPresses({ surface, reads, targets, hits, mouse, guard, grip, mayFill }: PressParts): Presses {
  /** Why not, of what a press would really touch. */
  function whyNot(act: ActTry, target: Target): ActWhy | null {
    if (target.acting && surface.changedSince(act.seen, target.acting)) return 'changed';
    const why = mayAct('click', target.facts);
    if (why) return why;
    // A list or a slider that only a person's press would move: the agent has other means, if they may fill in.
    if (target.facts.tag === 'select' || lists.test(target.facts.type ?? ''))
      return mayFill() ? 'notField' : 'onlyVisitor';
    if (foreign.test(reads.tag(target.element))) return 'onlyVisitor';
    if (players.test(reads.tag(target.element)) && reads.has(target.element, 'controls')) return 'onlyVisitor';
    return target.opensWindow ? 'onlyVisitor' : null;
  }

  async function after(act: ActTry, target: Target, caught: Caught | null): Promise<ActOutcome> {
    if (caught) return grip.refuse(act, caught.why, caught.element ? targets.read(caught.element, 'look') : target);
    if (await guard.refusedSoon()) return grip.refuse(act, 'onlyVisitor', target);
    return grip.done(act.act, target.acting ?? target.element);
  }

  return {
    after,
    aim(act) {
      const element = grip.take(act, act.act.node);
      if (typeof element === 'string') return element;
      const spot = hits.look(element, act.act.rx, act.act.ry);
      if (spot === 'gone') return spot;
      // Out of sight, only its name can be looked at; what would be touched is looked at when it is.
      const target = targets.read(typeof spot === 'string' ? element : spot.hit, 'press');
      return target.acting && surface.changedSince(act.seen, target.acting) ? 'changed' : target;
    },
    async click(act) {
      const element = grip.take(act, act.act.node);
      if (typeof element === 'string') return grip.refuse(act, element);
      const named = targets.read(element, 'press');
      const no = whyNot(act, named);
      if (no) return grip.refuse(act, no, named);
      const spot = hits.reach(element, act.act.rx, act.act.ry);
      if (typeof spot === 'string') return grip.refuse(act, spot, named);
      const target = targets.read(spot.hit, 'press');
      const never = whyNot(act, target);
      const view = reads.windowOf(spot.hit);
      if (never || !view) return grip.refuse(act, never ?? 'gone', target);
      const mark = target.mark();
      let late: ActWhy | null = null;
      // A page may put other words on a button the moment it is touched.
      const still = () => {
        const now = targets.read(spot.hit, 'press');
        late = mayAct('click', now.facts) ?? (now.mark() === mark ? null : 'changed');
        return late === null;
      };
      const caught = guard.during(view, () => void mouse.press(createEvents(view), spot, still));
      return late ? grip.refuse(act, late, target) : after(act, target, caught);
    },
  };
}
