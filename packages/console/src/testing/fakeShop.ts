import { no, type SitePrivacy, yes } from '@theke/protocol';
import type { FakeDesk } from './fakeDesk.ts';
import { sitePrivacy } from './fixtures.ts';

/** What a site has decided, as a server that is not there keeps it. */
export interface FakeShop {
  readonly privacy: SitePrivacy;
  /** Somebody else has written it. */
  setPrivacy(next: SitePrivacy): void;
}

/** Lets a server answer what is around conversations: colleagues, ways to hand over, calls, and what a site shows. */
export function addShop({ line, present, say }: FakeDesk, now: () => number): FakeShop {
  let privacy = sitePrivacy();
  Object.assign(line.answers, {
    'agent:available': ({ on }: { on: boolean }) => {
      present.available = on;
      return yes(undefined);
    },
    'handoff:create': ({ conversationId }: { conversationId: string }) => {
      say(conversationId, { kind: 'system' }, { type: 'event', event: { type: 'handedOff', channel: 'Web' } });
      return yes({
        id: 'hnd_1',
        link: 'https://wetterfest.example/raincoat#theke=Qm9hdHNhbmRyYWluY29hdA',
        code: 'WXYZ-BCDF',
        digits: '4829105736',
        expiresAt: now() + 900_000,
      });
    },
    'code:claim': ({ digits }: { digits: string }) =>
      digits === '4829105736' ? yes({ claimId: 'clm_1' }) : no('notFound'),
    'desk:colleagues': () =>
      yes([
        { agentId: 'agt_ben', name: 'Ben Otto', available: true },
        { agentId: 'agt_eva', name: 'Eva Lind', available: false },
      ]),
    'privacy:sites': () => yes([{ siteId: privacy.siteId, name: 'Demo' }]),
    'privacy:read': ({ siteId }: { siteId: string }) => yes({ ...privacy, siteId }),
    'privacy:write': (next: SitePrivacy) => {
      if (next.version !== privacy.version) return no('conflict');
      privacy = { ...next, version: next.version + 1 };
      return yes(privacy);
    },
    'call:join': ({ callId }: { callId: string }) =>
      yes({ callId, epoch: 1, offerer: 'me', iceServers: [], replay: [] }),
    'call:start': ({ conversationId }: { conversationId: string }) =>
      yes({ callId: 'cal_1', conversationId, phase: 'ringing', agent: present.me, sinceAt: now() }),
  });
  return {
    get privacy() {
      return privacy;
    },
    setPrivacy(next) {
      privacy = next;
    },
  };
}
