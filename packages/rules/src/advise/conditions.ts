import type { Leaf, Node, SignalAt } from '../rule/nodes.ts';
import { type Advice, type AdviseOptions, found } from './advice.ts';
import { adviseCompare } from './facts.ts';
import { pageSignals } from './known.ts';
import { nearest } from './nearest.ts';
import { adviseTogether, type Together } from './together.ts';

function adviseSignal({ signal, at }: SignalAt, path: string, { signals = [] }: AdviseOptions): Advice[] {
  const near = nearest(signal, [...Object.keys(pageSignals), ...signals]);
  if (near) return found(`${path}.signal`, { code: 'unknownSignal', signal }, near);
  const isOurs = Object.hasOwn(pageSignals, signal) && !signals.includes(signal);
  const isPlaced = at === undefined || !isOurs || pageSignals[signal as keyof typeof pageSignals];
  return isPlaced ? [] : found(`${path}.at`, { code: 'noPlace', signal });
}

function adviseLeaf(leaf: Leaf, path: string, options: AdviseOptions, negated: boolean): Advice[] {
  switch (leaf.op) {
    case 'page':
    case 'agent':
      return [];
    case 'dwell':
    case 'idle':
      return leaf.ms > 0 ? [] : found(`${path}.ms`, { code: 'noTime', op: leaf.op, negated });
    // What was given at all is "at least no time ago".
    case 'since':
      return adviseSignal(leaf, path, options);
    case 'seen':
    case 'count': {
      const signal = adviseSignal(leaf, path, options);
      if (leaf.withinMs !== 0) return signal;
      return [...signal, ...found(`${path}.withinMs`, { code: 'neverTrue', why: 'noWindow' })];
    }
    case 'seq':
      return leaf.of.flatMap((step, i) => adviseSignal(step, `${path}.of[${i}]`, options));
    case 'custom': {
      const { name } = leaf;
      const known = options.predicates ?? [name];
      return known.includes(name)
        ? []
        : found(`${path}.name`, { code: 'unknownPredicate', name }, nearest(name, known));
    }
    default:
      return adviseCompare(leaf, path, options);
  }
}

/**
 * Looks at a condition and all in it. `together`: what has to be true beside it; absent where its opposite is asked for.
 */
export function adviseCondition(node: Node, path: string, options: AdviseOptions, together?: Together): Advice[] {
  const inside = (child: Node, at: string, beside: Together | undefined) =>
    adviseCondition(child, `${path}.${at}`, options, beside);
  switch (node.op) {
    case 'all':
      return node.of.flatMap((child, i) => inside(child, `of[${i}]`, together));
    case 'any':
      if (node.of.length === 0) return found(path, { code: 'neverTrue', why: 'nothingInside' });
      // Each is enough, so none has to bear with the next.
      return node.of.flatMap((child, i) => inside(child, `of[${i}]`, together && new Map()));
    case 'not':
      return inside(node.of, 'of', together ? undefined : new Map());
    case 'held': {
      const child = inside(node.of, 'of', together);
      if (node.ms > 0) return child;
      return [...found(`${path}.ms`, { code: 'noTime', op: 'held', negated: false }), ...child];
    }
    default: {
      const leaf = adviseLeaf(node, path, options, !together);
      return together ? [...leaf, ...adviseTogether(node, path, together)] : leaf;
    }
  }
}
