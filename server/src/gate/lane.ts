import type { LiveTells } from '@theke/protocol';
import type { Namespace } from 'socket.io';
import type { Counters, LiveLane, Side, Tellers } from '../powers.ts';
import { bufferedBytes } from './buffered.ts';
import { readReply } from './readReply.ts';
import { behindBytes } from './slow.ts';

type Tell = ReturnType<Tellers['liveOne']>;

/** Who takes part in which share, and sending to them without ever waiting. */
export function createLane(
  live: Namespace,
  counters: Counters,
): LiveLane & { tell: Tellers['live']; tellOne: Tellers['liveOne']; gone(socketId: string): void } {
  const shares = new Map<string, Record<Side, Set<string>>>();
  const none: ReadonlySet<string> = new Set();
  const sockets = (shareId: string, side: Side) => shares.get(shareId)?.[side] ?? none;
  const isBehind = (socketId: string) => {
    const socket = live.sockets.get(socketId);
    return socket !== undefined && bufferedBytes(socket.conn) > behindBytes;
  };

  const tellTo =
    (ids: () => Iterable<string>, always: boolean): Tell =>
    (event, ...args: Parameters<LiveTells[keyof LiveTells]>) => {
      let sent = 0;
      let skipped = 0;
      for (const id of ids()) {
        if (!always && isBehind(id)) skipped += 1;
        else if (live.sockets.get(id)?.emit(event, ...args)) sent += 1;
      }
      if (skipped > 0) counters.count('live_skipped', { event }, skipped);
      return { sent, skipped };
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
    isBehind,
    tell: (shareId, side) => tellTo(() => sockets(shareId, side), false),
    tellOne: (socketId, always) => tellTo(() => [socketId], always === 'always'),
    ask(socketId, event, value, withinMs) {
      const socket = live.sockets.get(socketId);
      if (!socket) return Promise.resolve(null);
      return new Promise((done) => {
        // Nobody waits out the time for a socket that is gone.
        const gone = () => done(null);
        socket.once('disconnect', gone);
        socket.timeout(withinMs).emit(event, value, (error: unknown, raw: unknown) => {
          socket.off('disconnect', gone);
          if (error) return done(null);
          const reply = readReply(event, raw);
          if (!reply) counters.refused(event, 'malformed');
          done(reply);
        });
      });
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
