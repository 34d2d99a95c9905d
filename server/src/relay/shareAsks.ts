import { type AgentAsks, type Answer, type VisitorAsks, yes } from '@theke/protocol';
import type { AgentActor, Handlers, VisitorActor } from '../powers.ts';
import { always, byHand } from './byHand.ts';
import type { Consent } from './share/consent.ts';
import type { Shares } from './share/shares.ts';
import type { Watchers } from './share/watchers.ts';

interface Parts {
  shares: Shares;
  consent: Consent;
  watchers: Watchers;
}

/** Questions to the visitor are put even less often than by hand. */
const questions = { perSecond: 0.5, burst: 6 };

const done = async (work: Promise<unknown>): Promise<Answer<void>> => {
  await work;
  return yes(undefined);
};

/** What visitors ask about shares. Whatever takes away is practically without a pace. */
export function visitorShareAsks({ shares, consent }: Parts) {
  return {
    'share:answer': { pace: byHand, run: (who, { shareId, allow }) => shares.answer(shareId, who.visitorId, allow) },
    'share:offer': { pace: byHand, run: (who, { conversationId }) => shares.offer(conversationId, who.visitorId) },
    'share:pause': { pace: always, run: (who, { shareId, paused }) => consent.pause(shareId, who.visitorId, paused) },
    'grant:answer': {
      pace: byHand,
      run: (who, { shareId, capability, agentId, allow }) =>
        consent.answer(shareId, who.visitorId, capability, agentId, allow),
    },
    'grant:withdraw': {
      pace: always,
      run: (who, { shareId, capability }) => consent.withdraw(shareId, who.visitorId, capability),
    },
    'grants:withdraw': { pace: always, run: (who) => done(shares.withdraw(who.visitorId)) },
  } satisfies Handlers<VisitorActor, VisitorAsks>;
}

/** What agents ask about shares: questions, giving back, looking on. Nothing here grants. */
export function agentShareAsks({ shares, consent, watchers }: Parts) {
  return {
    'share:ask': { pace: byHand, run: (who, { conversationId }) => shares.ask(conversationId, who.agentId) },
    'share:end': { pace: byHand, run: (who, { shareId }) => shares.endByAgent(shareId, who.agentId) },
    'grant:ask': {
      pace: questions,
      run: (who, { shareId, capability }) => consent.ask(shareId, who.agentId, capability),
    },
    'grant:release': {
      pace: byHand,
      run: (who, { shareId, capability }) => consent.release(shareId, who.agentId, capability),
    },
    'share:watch': { pace: byHand, run: (who, { conversationId }) => watchers.watch(conversationId, who) },
    'share:unwatch': { pace: byHand, run: (who, { shareId }) => watchers.unwatch(shareId, who.agentId) },
    'share:invite': { pace: byHand, run: (who, { shareId, agentId }) => watchers.invite(shareId, who, agentId) },
    'desk:colleagues': { pace: byHand, run: async (who) => yes(await watchers.colleagues(who.agentId)) },
  } satisfies Handlers<AgentActor, AgentAsks>;
}
