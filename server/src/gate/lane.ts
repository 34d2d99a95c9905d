import type { LiveTells } from '@theke/protocol';
import type { Namespace } from 'socket.io';
import type { Counters, LiveLane, Side, Tellers } from '../powers.ts';
import { bufferedBytes } from './buffered.ts';
import { behindBytes } from './slow.ts';

/** Who takes part in which share, and sending to them without ever waiting. */
export function createLane(
  live: Namespace,
  counters: Counters,
): LiveLane & { tell: Tellers['live']; gone(socketId: string): void } {
  const shares = new Map<string, Record<Side, Set<string>>>();
  const sockets = (shareId: string, side: Side) => shares.get(shareId)?.[side] ?? new Set<string>();
  const isBehind = (socketId: string) => {
    const socket = live.sockets.get(socketId);
    return socket !== undefined && bufferedBytes(socket.conn) > behindBytes;
  };

  return {
    join(socketId, shareId, side) {
      if (!live.sockets.has(socketId)) return;
      const share = shares.get(shareId) ?? { visitor: new Set(), agent: new Set() };
      share[side].add(socketId);
      shares.set(shareId, share);
    },
    leave(socketId, shareId) {
      const share = shares.get(shareId);
      share?.visitor.delete(socketId);
      share?.agent.delete(socketId);
    },
    cut(shareId) {
      for (const side of ['visitor', 'agent'] as const) {
        for (const id of sockets(shareId, side)) live.sockets.get(id)?.emit('share:cut', { shareId });
      }
      shares.delete(shareId);
    },
    receivers: (shareId, side) => sockets(shareId, side).size,
    behind: (shareId, side) => [...sockets(shareId, side)].filter(isBehind).length,
    tell:
      (shareId, side) =>
      (event, ...args: Parameters<LiveTells[keyof LiveTells]>) => {
        let sent = 0;
        let skipped = 0;
        for (const id of sockets(shareId, side)) {
          if (isBehind(id)) skipped += 1;
          else if (live.sockets.get(id)?.emit(event, ...args)) sent += 1;
        }
        if (skipped > 0) counters.count('live_skipped', { event }, skipped);
        return { sent, skipped };
      },
    gone(socketId) {
      for (const [shareId, share] of shares) {
        share.visitor.delete(socketId);
        share.agent.delete(socketId);
        if (share.visitor.size + share.agent.size === 0) shares.delete(shareId);
      }
    },
  };
}
