import type { CallRecord, EntryBody, Share } from '@theke/protocol';
import { createEgress } from '../egress/index.ts';
import type { Matter, Powers } from '../powers.ts';
import { assetRoutes } from './asset/assetRoutes.ts';
import { createAssets } from './asset/assets.ts';
import { createCalls } from './calls.ts';
import { relayHandlers } from './handlers.ts';
import { iceServersFor } from './ice.ts';
import { createLane } from './lane.ts';
import { createLinks } from './links.ts';
import { createShares } from './shares.ts';
import { createTurns } from './turns.ts';

export interface Relay extends Matter {
  /** The share of a conversation that is asked for or on. */
  shareOf(conversationId: string): Promise<Share | null>;
  /** The call of a conversation that rings or is on. */
  callOf(conversationId: string): Promise<CallRecord | null>;
}

/** Shared pages and calls: who may, for how long, and passing on what the two sides say. Looks into neither. */
export function createRelay(powers: Powers): Relay {
  const turns = createTurns();
  const lane = createLane(powers);
  const shares = createShares(powers, lane, turns);
  const links = createLinks({
    ...powers,
    iceServers: (callId, side) => iceServersFor(powers.config, { callId, side, nowMs: powers.now() }),
  });
  const calls = createCalls(powers, links, turns);
  const assets = createAssets({ egress: createEgress(), now: powers.now });

  const quietly = (work: Promise<void>) =>
    work.catch((error: unknown) => powers.log.error('a share or call did not end', { error: String(error) }));
  const undo = powers.conversations.onEnded((conversation) => {
    quietly(shares.conversationEnded(conversation.id));
    quietly(calls.conversationEnded(conversation.id));
  });

  // Back in the queue it is nobody's: what one agent was allowed does not wait for the next, nor stay with the first.
  const undoRelease = powers.conversations.onEntry((entry, conversation) => {
    const body = JSON.parse(entry.body) as EntryBody;
    if (body.type !== 'event' || body.event.type !== 'released') return;
    quietly(shares.released(conversation.id));
    quietly(calls.released(conversation.id));
  });

  return {
    ...relayHandlers({ shares, lane, calls, links, turns }, powers),
    routes: (router) => assetRoutes(router, powers, shares, assets),
    shareOf: shares.of,
    callOf: calls.of,
    visitorGone(visitorId) {
      shares.visitorGone(visitorId);
      calls.visitorGone(visitorId);
    },
    agentGone(agentId) {
      shares.agentGone(agentId);
      calls.agentGone(agentId);
    },
    liveGone: (actor) => lane.socketGone(actor.socketId),
    async start() {
      await shares.start();
      await calls.resume();
    },
    stop() {
      undo();
      undoRelease();
      shares.stop();
      calls.stop();
      lane.stop();
    },
  };
}
