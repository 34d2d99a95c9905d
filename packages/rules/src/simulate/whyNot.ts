import type { Blocker, ExplainedNode, Explanation } from '../explain/index.ts';
import type { Leaf, SignalAt } from '../rule/nodes.ts';
import { sayMs, sayValue } from './say.ts';

const signs = { eq: '', ne: 'other than ', gt: 'above ', gte: 'at least ', lt: 'below ', lte: 'at most ' };

const where = ({ signal, at }: SignalAt) => (at === undefined ? signal : `${signal} at ${at}`);
const within = (ms: number | undefined) => (ms === undefined ? '' : ` within ${sayMs(ms)}`);
const timed = (have: unknown, need: number, want: boolean) =>
  `has ${typeof have === 'number' ? sayMs(have) : 'nothing counted'}, ${want ? 'needs' : 'must stay below'} ${sayMs(need)}`;

/** One condition that is not what the rule needs: what there is, and what is needed. */
function sayLeaf(leaf: Leaf, have: unknown, want: boolean): string {
  const no = want ? '' : 'not ';
  switch (leaf.op) {
    case 'dwell': {
      const name = leaf.form ?? leaf.name;
      return `dwell ${leaf.what}${name === undefined ? '' : `:${name}`} ${timed(have, leaf.ms, want)}`;
    }
    case 'idle':
      return `idle ${timed(have, leaf.ms, want)}`;
    case 'page':
      return `page.type is ${sayValue(have)}, needs ${no}${sayValue(leaf.type)}`;
    case 'seen':
      return `signal ${where(leaf)} ${want ? 'was not given' : 'was given'}${within(leaf.withinMs)}`;
    case 'count':
      return `signal ${where(leaf)} was given ${typeof have === 'number' ? have : 0} times, needs ${want ? 'at least' : 'fewer than'} ${leaf.n}${within(leaf.withinMs)}`;
    case 'since':
      return `signal ${where(leaf)} needs to be ${want ? '' : 'less than '}${sayMs(leaf.ms)} ago`;
    case 'seq':
      return `the signals ${leaf.of.map(where).join(', then ')} were ${want ? 'not ' : ''}given in this order${within(leaf.withinMs)}`;
    case 'agent':
      return `agent ${leaf.skill} is asked of the server when all else is true`;
    case 'custom':
      return `predicate ${leaf.name} is not ${want}`;
    case 'in':
      return `${leaf.fact} is ${sayValue(have)}, needs ${want ? 'one' : 'none'} of ${sayValue(leaf.value)}`;
    case 'match':
      return `${leaf.fact} is ${sayValue(have)}, needs ${want ? 'to match' : 'not to match'} ${sayValue(leaf.value)}`;
    default:
      return `${leaf.fact} is ${sayValue(have)}, needs ${no}${signs[leaf.op]}${sayValue(leaf.value)}`;
  }
}

/** The node of the explained tree at a path like `when.of[0].of`. */
function nodeAt(tree: ExplainedNode, path: string): ExplainedNode | undefined {
  let node: ExplainedNode | undefined = tree;
  for (const [, index] of path.matchAll(/\.of(?:\[(\d+)\])?/g)) node = node?.of?.[Number(index ?? 0)];
  return node;
}

function sayBlocker(tree: ExplainedNode, { path, leaf, want, waitMs }: Blocker): string {
  if (leaf.op === 'held')
    return `what must be held for ${sayMs(leaf.ms)} ${want ? `needs ${sayMs(waitMs ?? leaf.ms)} more` : 'must be broken before'}`;
  const node = nodeAt(tree, path);
  if (node?.note === 'noPredicate' && leaf.op === 'custom') return `predicate ${leaf.name} is not registered`;
  return sayLeaf(leaf, node?.have, want);
}

/** An explanation as one line for a developer: `waiting: dwell form:checkout has 2 min 19 s, needs 3 min`. */
export function whyNot(explanation: Explanation): string {
  const { state, tree, blockers, gate, losesTo, holdsInMs } = explanation;
  if (state === 'off') return 'off: its mode is off';
  if (state === 'waiting') {
    const says = blockers.map((blocker) => sayBlocker(tree, blocker));
    const soon = typeof holdsInMs === 'number' && holdsInMs > 0 ? ` (by itself in ${sayMs(holdsInMs)})` : '';
    return `waiting: ${says.join('; ') || 'nothing on the page could make it true'}${soon}`;
  }
  if (state === 'held')
    return `held: its conditions are true, the gate "${gate}" is shut${losesTo ? ` by ${losesTo}` : ''}`;
  return state;
}
