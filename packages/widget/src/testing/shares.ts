import type { Share } from '@theke/protocol';

export const anna = { agentId: 'a1', name: 'Anna' };
export const ben = { agentId: 'b1', name: 'Ben' };

/** A share as the server tells it: on, pointing allowed, nothing more asked. */
export const shareOn = (more: Partial<Share> = {}): Share => ({
  shareId: 's1',
  conversationId: 'c1',
  phase: 'on',
  agent: anna,
  grants: { point: 'on', control: 'off', fill: 'off' },
  actor: anna,
  viewers: [anna],
  paused: false,
  recorded: false,
  sinceAt: 1,
  ...more,
});

/** A share the visitor has not answered yet. */
export const shareAsked = (more: Partial<Share> = {}): Share =>
  shareOn({ phase: 'asked', grants: { point: 'off', control: 'off', fill: 'off' }, ...more });
