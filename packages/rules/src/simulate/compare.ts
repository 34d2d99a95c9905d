import type { Simulated } from './play.ts';

/** What changes for one visitor with other rules. Lists ids of rules, each once, in order of time. */
export interface Change {
  /** Invited with the new rules, not invited with the old ones; `lost`: the other way round; else by another rule or at another time. */
  kind: 'gained' | 'lost' | 'changed';
  before: readonly Simulated[];
  after: readonly Simulated[];
}

const offers = (list: readonly Simulated[]) => list.filter((one) => one.decision === 'offered');
const same = (a: Simulated, b: Simulated | undefined) => b !== undefined && a.ruleId === b.ruleId && a.tMs === b.tMs;

/** Compares two simulations of one journey by the invitations in them; undefined when the visitor would notice nothing. */
export function compare(before: readonly Simulated[], after: readonly Simulated[]): Change | undefined {
  const [old, fresh] = [offers(before), offers(after)];
  if (old.length === fresh.length && old.every((one, i) => same(one, fresh[i]))) return undefined;
  const kind = old.length === 0 ? 'gained' : fresh.length === 0 ? 'lost' : 'changed';
  return { kind, before: old, after: fresh };
}
