import type { ActingCapability, Draft, VisitorWelcome } from '@theke/protocol';
import { shareOn } from '../shares.ts';
import type { FakeState } from './state.ts';
import type { FakeTalk } from './talk.ts';

export type Answers = Record<string, (input: never) => unknown>;

/** What the visitor's events are answered with. */
export function fakeAnswers(state: FakeState, { begin, add, tellShare, grant }: FakeTalk): Answers {
  return {
    'visit:hello'(hello: { afterSeq: number }): VisitorWelcome {
      return {
        visitor: { visitorId: 'vis_1', visitorToken: 'tok_1' },
        site: { id: 'demo', name: 'Wetterfest', privacy: state.privacy },
        availability: state.availability,
        conversation: state.conversation,
        entries: state.entries.filter((entry) => entry.seq > hello.afterSeq),
        share: state.share,
        call: state.call,
        serverAt: Date.now(),
      };
    },
    'conversation:start': ({ conversationId, skill }: { conversationId: string; skill?: string }) =>
      state.conversation?.conversationId === conversationId ? state.conversation : begin(conversationId, { skill }),
    'conversation:resume': ({ conversationId, afterSeq }: { conversationId: string; afterSeq: number }) => ({
      conversationId,
      entries: state.entries.filter((entry) => entry.seq > afterSeq),
      headSeq: state.conversation?.headSeq ?? 0,
      more: false,
    }),
    'message:send'(draft: Draft) {
      const known = state.entries.find((entry) => entry.clientId === draft.clientId);
      const entry = known ?? add({ type: 'text', text: draft.text }, { kind: 'visitor' }, draft.clientId);
      return { id: entry.id, seq: entry.seq, at: entry.at };
    },
    'message:read'({ seq }: { seq: number }) {
      state.conversation!.readByVisitorSeq = seq;
    },
    'invitation:ask': () =>
      state.invite
        ? { show: true, token: 'inv_1', expiresInMs: 60_000, agent: { agentId: 'a1', name: state.invite.agentName } }
        : { show: false },
    'code:show': () => ({ digits: '4081726354', expiresAt: Date.now() + 600_000 }),
    'code:answer': ({ yes }: { yes: boolean }) => (yes ? { conversationId: begin('cnv_code').conversationId } : null),
    'share:answer'({ allow }: { allow: boolean }) {
      const { recorded, agent, viewers } = state.share!;
      state.share = allow
        ? shareOn({ recorded, agent, actor: agent, viewers: viewers.length ? viewers : [agent] })
        : { ...state.share!, phase: 'ended', why: 'declined' };
      return state.share;
    },
    'share:offer': () => tellShare(shareOn()),
    'share:pause': ({ paused }: { paused: boolean }) => tellShare({ paused }),
    'grant:answer': ({ capability, allow }: { capability: ActingCapability; allow: boolean }) =>
      grant(capability, allow ? 'on' : 'refused'),
    'grant:withdraw': ({ capability }: { capability: ActingCapability }) => grant(capability, 'off'),
    'grants:withdraw'() {
      state.share = null;
    },
    'call:answer'({ accept }: { accept: boolean }) {
      state.call = { ...state.call!, phase: accept ? 'on' : 'ended', why: accept ? undefined : 'declined' };
      return state.call;
    },
    'call:servers': () => [],
    'call:join': ({ callId }: { callId: string }) => ({ callId, epoch: 1, offerer: 'me', iceServers: [], replay: [] }),
  };
}
