import type { Act, ActWhy, TargetFacts } from '@theke/protocol';
import { capabilityFor } from './capability.ts';

const secretTypes = /^(password|file|hidden)$/;

function mayLead(leads: TargetFacts['leads']): ActWhy | null {
  if (leads === 'elsewhere') return 'foreign';
  return leads === 'script' || leads === 'download' ? 'denied' : null;
}

/** Only the visitor sends what pays or signs in: forms that ask for such fields are theirs to send, whatever the button is called. */
function mayPress(facts: TargetFacts): ActWhy | null {
  if (facts.says.length > 0) return 'denied';
  if (facts.submits && (facts.form === 'payment' || facts.form === 'login')) return 'denied';
  return mayLead(facts.leads);
}

/**
 * Whether an agent may do this to what stands there; null means yes. Asked in the visitor's browser before each act, and by the
 * server of the facts that browser gave. Ordering, paying, cancelling, deleting and signing out are nobody's but the visitor's.
 */
export function mayAct(kind: Act['kind'], facts: TargetFacts): ActWhy | null {
  if (facts.ours) return 'ours';
  if (kind === 'back') return mayLead(facts.leads);
  if (facts.secret || facts.blocked || (facts.tag === 'input' && secretTypes.test(facts.type ?? ''))) return 'secret';
  if (kind === 'scroll') return null;
  if (facts.denied) return 'denied';
  if (facts.disabled) return 'disabled';
  if (capabilityFor(kind) === 'fill') return facts.kind === 'field' ? null : 'notField';
  if (kind === 'navigate' && facts.leads === 'nowhere') return 'foreign';
  return mayPress(facts);
}
