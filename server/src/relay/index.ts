import type { CallRecord, EntryBody, PageChunk, Share } from '@theke/protocol';
import { createEgress } from '../egress/index.ts';
import type { Matter, Powers } from '../powers.ts';
import { createActs } from './acts/acts.ts';
import { createFields } from './acts/fields.ts';
import { assetDescribed } from './asset/assetDescribed.ts';
import { assetRoutes } from './asset/assetRoutes.ts';
import { createAssets } from './asset/assets.ts';
import { agentCallAsks, callAsks, visitorCallAsks } from './callAsks.ts';
import { createCalls } from './calls.ts';
import { createHooks, type PassedShare } from './hooks.ts';
import { iceServersFor } from './ice.ts';
import { createLane } from './lane/lane.ts';
import { createSigns } from './lane/signs.ts';
import { createLinks } from './links.ts';
import { liveAsks } from './liveAsks.ts';
import { createSharing } from './share/sharing.ts';
import { agentShareAsks, visitorShareAsks } from './shareAsks.ts';
import { createTurns } from './turns.ts';

export interface Relay extends Matter {
  /** The share of a conversation that is asked for or on. */
  shareOf(conversationId: string): Promise<Share | null>;
  /** The call of a conversation that rings or is on. */
  callOf(conversationId: string): Promise<CallRecord | null>;
  /** Shared pages somebody has joined, and windows of agents that look at them. */
  present(): { shares: number; views: number };
  /** Called with each chunk of a recorded share as it is passed on: looked into, in order. Must not wait. */
  onChunk(fn: (share: PassedShare, chunk: PageChunk, atMs: number) => void): () => void;
  /** Called when a share that was asked for or on has ended. */
  onShareEnded(fn: (shareId: string) => void): () => void;
}

/** Shared pages and calls: who may, for how long, and passing on what the two sides say. */
export function createRelay(powers: Powers): Relay {
  const turns = createTurns();
  const hooks = createHooks(powers.log);
  const fields = createFields(powers);
  const lane = createLane(powers, {
    unsafe: (shareId) => quietly(sharing.shares.unsafe(shareId)),
    passed: hooks.passed,
    viewGone: (shareId, agentId) => sharing.consent.viewGone(shareId, agentId),
    away: (shareId) => sharing.consent.away(shareId),
    pageGone: (place) => fields.closeAll(place, 'away'),
    regranted: fields.regranted,
  });
  const sharing = createSharing(powers, { lane, turns, ended: hooks.ended });
  const acts = createActs(powers, lane.place, fields);
  const signs = createSigns(powers, lane.place);
  const links = createLinks({
    ...powers,
    iceServers: (callId, side) => iceServersFor(powers.config, { callId, side, nowMs: powers.now() }),
  });
  const calls = createCalls(powers, links, turns);
  const assets = createAssets({ egress: createEgress(), now: powers.now });

  function quietly(work: Promise<void>) {
    work.catch((error: unknown) => powers.log.error('a share or call did not end', { error: String(error) }));
  }
  const undo = powers.conversations.onEnded((conversation) => {
    quietly(sharing.shares.overWith(conversation.id, 'conversationEnded'));
    quietly(calls.conversationEnded(conversation.id));
  });
  // Back in the queue it is nobody's: what one agent was allowed does not wait for the next, nor stay with the first.
  const undoRelease = powers.conversations.onEntry((entry, conversation) => {
    const body = JSON.parse(entry.body) as EntryBody;
    if (body.type !== 'event' || body.event.type !== 'released') return;
    quietly(sharing.shares.overWith(conversation.id, 'left'));
    quietly(calls.released(conversation.id));
  });

  const both = callAsks({ calls, links, turns });
  return {
    visitor: { ...both, ...visitorCallAsks({ calls, lane }, powers), ...visitorShareAsks(sharing) },
    agent: { ...both, ...agentCallAsks(calls), ...agentShareAsks(sharing) },
    live: liveAsks({ ...sharing, lane, signs, acts, fields, turns }, powers),
    described: assetDescribed,
    routes: (router) => assetRoutes(router, powers, { ...sharing, place: lane.place }, assets),
    shareOf: sharing.shares.of,
    callOf: calls.of,
    present() {
      const all = [...lane.places()];
      return { shares: all.length, views: all.reduce((sum, place) => sum + place.views.size, 0) };
    },
    onChunk: hooks.onChunk,
    onShareEnded: hooks.onShareEnded,
    visitorGone(visitorId) {
      sharing.presence.visitorGone(visitorId);
      calls.visitorGone(visitorId);
    },
    agentGone(agentId) {
      sharing.presence.agentGone(agentId);
      calls.agentGone(agentId);
    },
    liveGone: (actor) => lane.socketGone(actor.socketId),
    async start() {
      await sharing.presence.start();
      await calls.resume();
    },
    stop() {
      undo();
      undoRelease();
      sharing.stop();
      calls.stop();
      lane.stop();
    },
  };
}
