import { createId } from '@theke/kit';
import type { Line } from '@theke/line';
import type { ActingCapability, AgentAsks, AgentTells, EntryBody } from '@theke/protocol';
import { stagedOf } from './lists.ts';
import type { Notices } from './notices.ts';
import type { DeskEvent, DeskState } from './state.ts';
import { createTries } from './tries.ts';

/** What can be shown in the thread, and large on the page. */
export type MediaKind = Extract<EntryBody, { type: 'media' }>['media'];

export interface Colleague {
  agentId: string;
  name: string;
  available: boolean;
}

/** Asking, giving back, looking on: everything about a shared page that goes by the durable lane. */
export interface ShareActs {
  askToSee(conversationId: string): Promise<boolean>;
  endShare(shareId: string): Promise<boolean>;
  /** Asks the visitor for one more thing. Asked by somebody who only looks on, their yes hands the acting over. */
  askFor(capability: ActingCapability): Promise<boolean>;
  /** Gives it back, or takes the question back. */
  giveBack(capability: ActingCapability): Promise<boolean>;
  /** Looks on at a colleague's shared page; the visitor is told first. */
  watch(conversationId: string): Promise<boolean>;
  /** The page looked on at takes the stage again. */
  openWatched(): void;
  unwatch(): Promise<boolean>;
  dismissInvitation(shareId: string): void;
  colleagues(): Promise<Colleague[] | null>;
  invite(shareId: string, agentId: string): Promise<boolean>;
  showMedia(conversationId: string, what: { url: string; title: string; media: MediaKind }): Promise<boolean>;
}

/** Makes {@link ShareActs}. */
export function createShareActs(powers: {
  line: Line<AgentAsks, AgentTells>;
  state: () => DeskState;
  step: (event: DeskEvent) => void;
  notices: Notices;
}): ShareActs {
  const { line, state, step } = powers;
  const { tried, done } = createTries(powers.notices);

  async function grant(event: 'grant:ask' | 'grant:release', capability: ActingCapability) {
    const share = stagedOf(state());
    if (!share) return false;
    const { shareId } = share;
    const answer = await tried('grant', line.ask(event, { shareId, capability }));
    if (!answer) return false;
    step({ type: 'share', share: answer.value });
    return true;
  }

  return {
    async askToSee(conversationId) {
      const answer = await tried('share', line.ask('share:ask', { conversationId }));
      if (answer) step({ type: 'share', share: answer.value });
      return answer !== null;
    },
    endShare: (shareId) => done('share', line.ask('share:end', { shareId })),
    askFor: (capability) => grant('grant:ask', capability),
    giveBack: (capability) => grant('grant:release', capability),
    async watch(conversationId) {
      const answer = await tried('watch', line.ask('share:watch', { conversationId }));
      if (answer) step({ type: 'watching', share: answer.value });
      return answer !== null;
    },
    openWatched: () => step({ type: 'watchOpened' }),
    async unwatch() {
      const { watching } = state();
      if (!watching) return false;
      const { shareId } = watching;
      // Off the screen at once: whoever stops looking has stopped.
      step({ type: 'unwatched', shareId });
      return done('watch', line.ask('share:unwatch', { shareId }));
    },
    dismissInvitation: (shareId) => step({ type: 'invitationOver', shareId }),
    async colleagues() {
      return (await tried('invite', line.ask('desk:colleagues', undefined)))?.value ?? null;
    },
    invite: (shareId, agentId) => done('invite', line.ask('share:invite', { shareId, agentId })),
    showMedia: (conversationId, what) =>
      done('media', line.ask('media:show', { conversationId, clientId: createId('msg'), ...what })),
  };
}
