import { effect, type ReadonlySignal } from '@preact/signals-core';
import type { ShareSession } from '@theke/cobrowse/share';
import type { Line } from '@theke/line';
import { type LiveAsks, type LiveTells, type PagePrivacy, type Share, yes } from '@theke/protocol';
import type { Core } from '../core.ts';
import type { Chunks } from '../lazy.ts';
import type { ActDesk } from './actDesk.ts';
import { createEmbedded } from './embedded.ts';

export type LiveLane = Line<LiveAsks, LiveTells>;
type StartPowers = Parameters<Chunks['share']['startShare']>[0];

export interface LiveSharePowers
  extends Pick<StartPowers, 'clock' | 'texts' | 'announce' | 'hiddenByVisitor' | 'overlayRoot' | 'firstStream'> {
  core: Core;
  share: Share;
  lane: LiveLane;
  acts: Pick<ActDesk, 'aim' | 'try'>;
  privacy: ReadonlySignal<PagePrivacy>;
  /** The agent may point at things. */
  points(): boolean;
  /** The first picture is on its way. */
  began(session: ShareSession): void;
  led(lead: Parameters<LiveTells['lead:scrolled']>[0]): void;
  stepped(step: Parameters<LiveTells['media:stepped']>[0]): void;
  /** The server cut it: nothing to tell. */
  cut(): void;
  /** The page cannot be shared. */
  failed(): void;
}

/** One page streaming: its live lane and its recording, from the join to the end of this page. */
export function createLiveShare(powers: LiveSharePowers): { close(): void } {
  const { core, lane, share, acts } = powers;
  const { shareId } = share;
  let session: ShareSession | undefined;
  let closed = false;
  const chunk = core.load('share');
  // Told below, when it is waited for.
  chunk.catch(() => {});

  // Each welcome carries it anew; only a change is one.
  let told = powers.privacy.peek();
  const embedded = createEmbedded({
    site: core.settings.site,
    privacy: () => told,
    load: () => core.load('frames'),
  });
  const undo = effect(() => {
    const privacy = powers.privacy.value;
    if (privacy.version === told.version) return;
    told = privacy;
    // They are asked anew, and look anew at what may be shown.
    embedded.rest();
    session?.privacy(privacy);
  });

  async function join() {
    const [parts, joined] = await Promise.all([chunk, lane.ask('share:join', { shareId })]);
    // Stopped, or left to another tab, while the chunk was on its way.
    if (closed || !joined.ok) return;
    if (session) return session.picture();
    const { clock, texts, announce, hiddenByVisitor, overlayRoot, firstStream } = powers;
    session = parts.startShare({
      ...{ shareId, clock, texts, announce, hiddenByVisitor, overlayRoot, firstStream },
      window: core.window,
      ignore: (element) => element === core.host,
      send: (piece) => lane.ask('page:chunk', piece),
      tellPointer: (pointer) => lane.tell('pointer:move', pointer),
      bufferedBytes: () => lane.bufferedBytes,
      agentName: share.agent.name,
      privacy: told,
      foreign: embedded,
      aids: async () => (await core.load('look')).aids,
      onFailed: powers.failed,
    });
    powers.began(session);
  }

  lane.onState((state) => {
    if (state === 'online') void join().catch(powers.failed);
  });
  lane.on('picture:wanted', ({ only }) => session?.picture(only));
  lane.on('pointer:moved', (pointer) => powers.points() && session?.pointer(pointer));
  lane.on('highlight:changed', (highlight) => powers.points() && session?.highlight(highlight));
  lane.on('stroke:drawn', (stroke) => powers.points() && session?.stroke(stroke));
  lane.on('lead:scrolled', powers.led);
  lane.on('media:stepped', powers.stepped);
  lane.on('act:aimed', (act, reply) => reply(yes(acts.aim(act))));
  lane.on('act:tried', (act, reply) => void acts.try(act).then((outcome) => reply(yes(outcome))));
  lane.on('pulse:felt', (_, reply) => reply(yes(undefined)));
  lane.on('share:cut', powers.cut);
  lane.open();

  return {
    close() {
      closed = true;
      undo();
      session?.stop();
      lane.close();
    },
  };
}
