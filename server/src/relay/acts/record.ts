import type { Act, ActOutcome, TargetFacts } from '@theke/protocol';
import { hasSecrets } from '@theke/rules';
import type { Powers } from '../../powers.ts';
import type { Place } from '../lane/place.ts';

/** One line for so long of what goes on by itself: scrolling, typing, knocking at a closed door. */
const togetherMs = 10_000;
const maxKept = 200;

/**
 * One audit line for each act, done or not: what kind, on what by its label, and why not. Never a text and never a value.
 * Typing is one line for each field, with its opening; scrolling one for each go.
 */
export function createRecord(powers: Pick<Powers, 'audit' | 'counters' | 'now'>) {
  const said = new WeakMap<Place, Map<string, number>>();

  /** True once for a while. */
  function fresh(place: Place, key: string): boolean {
    const known = said.get(place) ?? new Map<string, number>();
    said.set(place, known);
    const at = known.get(key);
    const nowMs = powers.now();
    if (at !== undefined && Math.abs(nowMs - at) < togetherMs) return false;
    if (known.size >= maxKept) known.clear();
    known.set(key, nowMs);
    return true;
  }

  return async (on: Place, agentId: string, act: Act, outcome: ActOutcome, facts: TargetFacts | null) => {
    const why = outcome.done ? undefined : outcome.why;
    powers.counters.count('theke_acts_total', { kind: act.kind, outcome: why ?? 'done' });
    const single = act.kind === 'click' || act.kind === 'key' || act.kind === 'navigate' || act.kind === 'back';
    if (outcome.done && !single && act.kind !== 'open' && act.kind !== 'scroll') return;
    const known = why === 'notGranted' || why === 'paused' || why === 'away';
    const place = 'node' in act && !known ? act.node : '';
    if ((!single || known) && !fresh(on, `${agentId} ${act.kind} ${place} ${why}`)) return;
    const label = facts?.label ?? (outcome.done ? undefined : outcome.label);
    await powers.audit({
      actor: `agent:${agentId}`,
      act: outcome.done ? 'act.done' : 'act.refused',
      thing: `share:${on.shareId}`,
      facts: {
        conversation: on.conversationId,
        kind: act.kind,
        ...(label && !hasSecrets(label) ? { label: label.replace(/\p{C}/gu, ' ') } : {}),
        ...(why ? { why } : {}),
      },
    });
  };
}
