import { type AgentAsks, type Answer, no, yes } from '@theke/protocol';
import type { AgentActor, Handlers, Matter, Powers, VisitorActor } from '../powers.ts';
import type { Calls } from './calls.ts';
import type { Lane } from './lane.ts';
import type { Links } from './links.ts';
import type { Shares } from './shares.ts';
import type { Turns } from './turns.ts';

interface Parts {
  shares: Shares;
  lane: Lane;
  calls: Calls;
  links: Links;
  turns: Turns;
}

/** What people ask now and then, by hand. */
const byHand = { perSecond: 1, burst: 10 };
/** Signals trickle: an offer and its candidates come at once. */
const signalPace = { perSecond: 5, burst: 60 };

const done = async (work: Promise<unknown>): Promise<Answer<void>> => {
  await work;
  return yes(undefined);
};

/** Joining, signals and media are the same for both sides; who asks is the actor. */
function callAsks({ calls, links, turns }: Parts) {
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

/** The relay's events, each with its pace. Decisions are in shares, calls, lane and links. */
export function relayHandlers(parts: Parts, powers: Pick<Powers, 'tell'>): Pick<Matter, 'visitor' | 'agent' | 'live'> {
  const { shares, lane, calls, turns } = parts;
  const both = callAsks(parts);

  return {
    visitor: {
      ...both,
      'share:answer': {
        pace: byHand,
        run: (who, { shareId, allow }) => shares.answer(shareId, who.visitorId, allow),
      },
      // Practically without a pace: stopping is always honoured.
      'grants:withdraw': {
        pace: { perSecond: 1_000, burst: 1_000 },
        run: (who) => done(shares.withdraw(who.visitorId)),
      },
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
    },
    agent: {
      ...both,
      'share:ask': { pace: byHand, run: (who, { conversationId }) => shares.ask(conversationId, who.agentId) },
      'share:end': { pace: byHand, run: (who, { shareId }) => shares.endByAgent(shareId, who.agentId) },
      'call:start': { pace: byHand, run: (who, { conversationId }) => calls.start(conversationId, who.agentId) },
      'call:end': { pace: byHand, run: (who, { callId, why }) => calls.end(callId, who, why) },
    },
    live: {
      'share:join': {
        pace: byHand,
        async run(who, { shareId }) {
          const known = await shares.find(shareId);
          const own = who.kind === 'visitor' ? known?.visitor_id === who.visitorId : known?.agent_id === who.agentId;
          if (!known || !own) return no('notFound');
          // In its turn: a share that is just being ended is not joined behind the back of the cut.
          return turns(known.conversation_id, async () => {
            const row = await shares.find(shareId);
            if (row?.phase !== 'on') return no(row?.phase === 'ended' ? 'gone' : 'notGranted');
            lane.join(row, who);
            return yes(undefined);
          });
        },
      },
      'page:chunk': { pace: { perSecond: 70, burst: 150 }, run: (who, chunk) => lane.chunk(chunk, who.socketId) },
      'picture:want': {
        pace: { perSecond: 2, burst: 6 },
        run(who, { shareId }) {
          if (lane.side(shareId, who.socketId) === 'agent') lane.wantPicture(shareId);
          return yes(undefined as never);
        },
      },
      'pointer:move': {
        pace: { perSecond: 65, burst: 130 },
        run: (who, pointer) => lane.point(pointer, who.socketId),
      },
      'highlight:set': {
        pace: { perSecond: 20, burst: 40 },
        run: (who, highlight) => lane.highlight(highlight, who.socketId),
      },
    },
  };
}
