import type { AgentTells, VisitorTells } from '@theke/protocol';
import { namespaces } from '@theke/protocol';
import type { Server } from 'socket.io';
import type { Tellers } from '../powers.ts';
import type { ConversationsTable } from '../store/tables.ts';
import { place } from './sockets.ts';

/** Sending to screens by what they are. `whoSees` names the signed-in agents that may see a conversation. */
export function createTellers(powers: {
  io: Server;
  lane: { tell: Tellers['live']; tellOne: Tellers['liveOne'] };
  whoSees(conversation: ConversationsTable): string[];
}): Tellers & {
  everyVisitor<K extends keyof VisitorTells>(event: K, ...args: Parameters<VisitorTells[K]>): void;
  everyAgent<K extends keyof AgentTells>(event: K, ...args: Parameters<AgentTells[K]>): void;
} {
  const visitors = powers.io.of(namespaces.visitor);
  const agents = powers.io.of(namespaces.agent);
  return {
    visitor:
      (visitorId) =>
      (event, ...args) =>
        void visitors.to(place.visitor(visitorId)).emit(event, ...args),
    visitorTab:
      (visitorId, tabId) =>
      (event, ...args) =>
        void visitors.to(place.tab(visitorId, tabId)).emit(event, ...args),
    visitorOthers:
      (visitorId, tabId) =>
      (event, ...args) =>
        void visitors
          .to(place.visitor(visitorId))
          .except(place.tab(visitorId, tabId))
          .emit(event, ...args),
    agent:
      (agentId) =>
      (event, ...args) =>
        void agents.to(place.agent(agentId)).emit(event, ...args),
    agentSocket:
      (socketId) =>
      (event, ...args) =>
        void agents.to(socketId).emit(event, ...args),
    desk(conversation) {
      const places = powers.whoSees(conversation).map(place.agent);
      return (event, ...args) => {
        // An empty list of rooms would mean everybody.
        if (places.length > 0) agents.to(places).emit(event, ...args);
      };
    },
    live: powers.lane.tell,
    liveOne: powers.lane.tellOne,
    everyVisitor: (event, ...args) => void visitors.emit(event, ...args),
    everyAgent: (event, ...args) => void agents.emit(event, ...args),
  };
}
