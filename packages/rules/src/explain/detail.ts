import type { Inside } from '../engine/inside.ts';
import { signalKey } from '../engine/signals.ts';
import { placeOf } from '../engine/visit.ts';
import type { Leaf } from '../rule/nodes.ts';
import type { ExplainedNode } from './explain.ts';

/** What a leaf looks at, what there is of it and what is needed. */
export function leafDetail(leaf: Leaf, { visit, predicates }: Inside, nowMs: number): Partial<ExplainedNode> {
  switch (leaf.op) {
    case 'page':
      return { what: 'page.type', have: visit.fact('page.type') ?? null, need: leaf.type };
    case 'dwell': {
      const name = leaf.form ?? leaf.name;
      const known = leaf.what === 'site' || visit.watch(placeOf({ what: 'page' }));
      return {
        what: name === undefined ? leaf.what : `${leaf.what}:${name}`,
        have: known ? (visit.watch(placeOf(leaf))?.at(nowMs) ?? 0) : null,
        need: leaf.ms,
      };
    }
    case 'idle':
      return { have: visit.watch('idle')?.at(nowMs) ?? 0, need: leaf.ms };
    case 'seen':
    case 'since': {
      const lastMs = visit.signals.times(signalKey(leaf)).at(-1);
      const need = leaf.op === 'seen' ? (leaf.withinMs ?? null) : leaf.ms;
      return { what: signalKey(leaf), have: lastMs === undefined ? null : nowMs - lastMs, need };
    }
    case 'count': {
      const { n, withinMs } = leaf;
      const times = visit.signals
        .times(signalKey(leaf))
        .filter((at) => withinMs === undefined || nowMs - at < withinMs);
      return { what: signalKey(leaf), have: times.length, need: n, ...(withinMs !== undefined && { withinMs }) };
    }
    case 'seq':
      return {
        what: leaf.of.map(signalKey).join(' > '),
        have: visit.signals.run(leaf.of)[leaf.of.length] ?? null,
        need: leaf.withinMs ?? null,
      };
    case 'agent':
      return { what: leaf.skill, note: 'serverAsked' };
    case 'custom': {
      const predicate = Object.hasOwn(predicates, leaf.name) ? predicates[leaf.name] : undefined;
      if (!predicate) return { what: leaf.name, note: 'noPredicate' };
      return predicate.isOff ? { what: leaf.name, note: 'tooSlow' } : { what: leaf.name };
    }
    default:
      return { what: leaf.fact, have: visit.fact(leaf.fact) ?? null, need: leaf.value };
  }
}
