import type { VisitorConversation } from '@theke/protocol';
import type { Core } from '../core.ts';

/** Tells the page what is new of a conversation: the difference of two summaries. */
export function tellChange(core: Core, old: VisitorConversation | null, now: VisitorConversation): void {
  const id = now.conversationId;
  const before = old?.conversationId === id ? old : null;
  if (!before && now.status !== 'ended') core.emit('conversation:started', { skill: now.skill }, id);
  if (now.agent && now.agent.agentId !== before?.agent?.agentId)
    core.emit(before?.agent ? 'conversation:transferred' : 'conversation:assigned', { agentName: now.agent.name }, id);
  if (now.queuePosition && now.queuePosition !== before?.queuePosition)
    core.emit('queue:position', { position: now.queuePosition }, id);
  if (before && now.readByAgentSeq > before.readByAgentSeq) core.emit('message:read', { seq: now.readByAgentSeq }, id);
  if (now.status === 'ended' && before && before.status !== 'ended') core.emit('conversation:ended', {}, id);
}
