import { type AgentAsks, type VisitorAsks, yes } from '@theke/protocol';
import type { AgentActor, Handlers, Powers, VisitorActor } from '../powers.ts';
import { byHand } from './byHand.ts';
import type { Calls } from './calls.ts';
import type { Lane } from './lane/lane.ts';
import type { Links } from './links.ts';
import type { Turns } from './turns.ts';

/** Signals trickle: an offer and its candidates come at once. */
const signalPace = { perSecond: 5, burst: 60 };

/** Joining, signals and media are the same for both sides; who asks is the actor. */
export function callAsks({ calls, links, turns }: { calls: Calls; links: Links; turns: Turns }) {
  return {
    'call:join': {
      pace: byHand,
      async run(who: VisitorActor | AgentActor, { callId, media }) {
        const known = await calls.find(callId);
        return turns(known?.conversation_id ?? callId, async () => {
          const may = await calls.joinable(callId, who);
          if (!may.ok) return may;
          return yes(await links.join(may.value, who, media, await calls.raiseEpoch(callId)));
        });
      },
    },
    'call:servers': {
      pace: byHand,
      async run(who: VisitorActor | AgentActor, { callId }) {
        const may = await calls.joinable(callId, who);
        return may.ok ? yes(links.servers(callId, who.kind)) : may;
      },
    },
    'call:signal': {
      pace: signalPace,
      inOrder: true,
      async run(who: VisitorActor | AgentActor, signal) {
        const may = await calls.joinable(signal.callId, who);
        return may.ok ? links.signal(may.value, who, signal) : may;
      },
    },
    'call:media': {
      pace: byHand,
      inOrder: true,
      async run(who: VisitorActor | AgentActor, { callId, ...media }) {
        const may = await calls.joinable(callId, who);
        return may.ok ? links.media(may.value, who, media) : may;
      },
    },
  } satisfies Handlers<VisitorActor | AgentActor, AgentAsks>;
}

/** What only visitors ask about calls, and that their page is going away, which concerns both. */
export function visitorCallAsks({ calls, lane }: { calls: Calls; lane: Lane }, powers: Pick<Powers, 'tell'>) {
  return {
    'call:answer': { pace: byHand, run: (who, { callId, accept }) => calls.answer(callId, who.visitorId, accept) },
    'call:end': { pace: byHand, run: (who, { callId, why }) => calls.end(callId, who, why) },
    'page:leave': {
      pace: byHand,
      async run(who, { callId, shareId }) {
        if (shareId) lane.leaving(shareId, who.visitorId);
        const call = callId ? await calls.find(callId) : undefined;
        if (call?.visitor_id === who.visitorId && call.phase === 'on') {
          powers.tell.agent(call.agent_id)('call:away', { callId: call.id });
          calls.left(call.id, who.visitorId);
        }
        return yes(undefined as never);
      },
    },
  } satisfies Handlers<VisitorActor, VisitorAsks>;
}

/** What only agents ask about calls. */
export function agentCallAsks(calls: Calls) {
  return {
    'call:start': { pace: byHand, run: (who, { conversationId }) => calls.start(conversationId, who.agentId) },
    'call:end': { pace: byHand, run: (who, { callId, why }) => calls.end(callId, who, why) },
  } satisfies Handlers<AgentActor, AgentAsks>;
}
