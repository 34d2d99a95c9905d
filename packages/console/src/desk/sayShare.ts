import type { ActingCapability, Share } from '@theke/protocol';
import type { Notices } from './notices.ts';

const capabilities: readonly ActingCapability[] = ['point', 'control', 'fill'];

/** Tells a screen reader what has changed on the shared page, once, and only what concerns this agent. */
export function sayShare(facts: { before: Share | null; after: Share; meId: string; notices: Notices }): void {
  const { before, after, meId, notices } = facts;
  const isMine = after.actor.agentId === meId;
  if (before?.shareId !== after.shareId) {
    if (after.phase === 'on' && isMine) notices.say({ type: 'shareOn' });
    return;
  }
  if (!isMine) return;
  for (const capability of capabilities) {
    const was = before.grants[capability];
    const now = after.grants[capability];
    if (was === now) continue;
    if (now === 'on') notices.say({ type: 'granted', capability });
    else if (now === 'refused') notices.say({ type: 'notGranted', capability });
    else if (was === 'on') notices.say({ type: 'withdrawn', capability });
  }
}
