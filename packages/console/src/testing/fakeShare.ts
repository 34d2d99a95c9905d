import { type ActingCapability, no, type Share, yes } from '@theke/protocol';
import type { FakeDesk } from './fakeDesk.ts';
import { share } from './fixtures.ts';

/** Shared pages of a server that is not there. */
export interface FakeShares {
  /** A colleague asks this desk to look on. */
  invite(share: Share): void;
  /** A conversation's share as it is from now on; what is not given stays, or is as in {@link share}. */
  shared(change: Partial<Share> & { conversationId: string }): void;
}

/** Lets a server answer what is asked about shared pages, what may be done there, and their recordings. */
export function addShares({ line, live, present, find, change }: FakeDesk, now: () => number): FakeShares {
  let invitedTo: Share | null = null;
  function grant(shareId: string, capability: ActingCapability, stand: 'asked' | 'off') {
    const held = present.conversations.find((one) => one.share?.shareId === shareId)?.share;
    if (!held) return no('notFound');
    const next = { ...held, grants: { ...held.grants, [capability]: stand } };
    change(held.conversationId, { share: next });
    return yes(next);
  }
  Object.assign(line.answers, {
    'share:ask': ({ conversationId }: { conversationId: string }) =>
      yes(share(conversationId, { shareId: `shr_${conversationId}`, phase: 'asked', sinceAt: now() })),
    'grant:ask': ({ shareId, capability }: { shareId: string; capability: ActingCapability }) =>
      grant(shareId, capability, 'asked'),
    'grant:release': ({ shareId, capability }: { shareId: string; capability: ActingCapability }) =>
      grant(shareId, capability, 'off'),
    'share:watch': ({ conversationId }: { conversationId: string }) => {
      const one = find(conversationId)?.share ?? invitedTo;
      if (one?.conversationId !== conversationId) return no('notFound');
      const face = { agentId: present.me.agentId, name: present.me.name };
      return yes({ ...one, viewers: [...one.viewers, face] });
    },
    'share:unwatch': () => yes(undefined),
    'share:invite': () => yes(undefined),
    'share:end': ({ shareId }: { shareId: string }) => {
      const share = present.conversations.find((one) => one.share?.shareId === shareId)?.share;
      if (share) line.arrive('share:changed', { ...share, phase: 'ended', why: 'stoppedByAgent' });
      return yes(undefined);
    },
    'recording:list': ({ conversationId }: { conversationId: string }) => yes(recordingsOf(conversationId, now())),
  });
  live.answers = {
    'share:join': () => yes({ viewer: 'view_1' }),
    'share:pulse': () => yes({ visitorMs: 38 }),
  };
  return {
    invite(invitation) {
      invitedTo = invitation;
      line.arrive('share:invited', { share: invitation, by: invitation.agent.name });
    },
    shared(more) {
      const one = find(more.conversationId);
      if (!one) return;
      const next = { ...share(more.conversationId), ...one.share, ...more };
      change(more.conversationId, { share: next });
      line.arrive('share:changed', next);
    },
  };
}

const recordingsOf = (conversationId: string, nowMs: number) =>
  conversationId === 'cnv_jonas'
    ? [
        {
          recordingId: 'rec_1',
          conversationId,
          shareId: 'shr_0',
          startedAt: nowMs - 600_000,
          endedAt: nowMs - 420_000,
          bytes: 81_000,
          until: nowMs + 30 * 86_400_000,
        },
      ]
    : [];
