import { signal } from '@preact/signals-core';
import type { ShareSession } from '@theke/cobrowse/share';
import type { Clock } from '@theke/kit';
import type { Line } from '@theke/line';
import type { LiveAsks, LiveTells, Share } from '@theke/protocol';
import type { Core } from '../core.ts';
import type { VisitorStore } from '../session/store.ts';
import type { Visit } from '../session/visit.ts';
import type { TogetherTexts as Texts } from '../texts/together.en.ts';
import { createTurns } from './turns.ts';

export interface ShareDeskPowers {
  core: Core;
  visit: Visit;
  store: VisitorStore;
  clock: Clock;
  tabId: string;
  createLiveLine(auth: () => object): Line<LiveAsks, LiveTells>;
  /** Where the agent's pointer is drawn. */
  overlay: HTMLElement;
  texts(): Texts;
  say(text: string): void;
  failed(): void;
}

/**
 * The visitor's side of a shared view: question, yes, streaming, stop.
 *
 * A yes holds for the share, not for the page: after a page load it goes on by itself. Of several tabs only the one
 * in front streams. Stopping is done here first and told afterwards; no answer of the server is needed for it.
 */
export function createShareDesk(powers: ShareDeskPowers) {
  const { core, visit, store, clock } = powers;
  const share = signal<Share | null>(null);
  let live: Line<LiveAsks, LiveTells> | undefined;
  let session: ShareSession | undefined;
  let beginning: string | undefined;

  const turns = createTurns(core.window, powers.tabId, {
    mine: () => share.peek()?.phase === 'on' && void begin(share.peek()!),
    lost: () => endLocal(),
  });

  function endLocal() {
    beginning = undefined;
    session?.stop();
    session = undefined;
    live?.close();
    live = undefined;
  }

  async function begin(on: Share) {
    if (session || beginning === on.shareId || !turns.inFront()) return;
    beginning = on.shareId;
    turns.take();
    const lane = powers.createLiveLine(() => visit.auth());
    live = lane;
    const chunk = core.load('share');
    const join = async () => {
      const [parts, joined] = await Promise.all([chunk, lane.ask('share:join', { shareId: on.shareId })]);
      // Stopped, or left to another tab, while the chunk was on its way.
      if (live !== lane || !joined.ok) return;
      if (session) return session.picture();
      session = parts.startShare({
        shareId: on.shareId,
        window: core.window,
        overlayRoot: powers.overlay,
        ignore: (el) => el === core.host,
        send: (piece) => lane.ask('page:chunk', piece),
        tellPointer: (pointer) => lane.tell('pointer:move', pointer),
        bufferedBytes: () => lane.bufferedBytes,
        clock,
        // Above every stream of earlier pages, whatever this computer's date says. In milliseconds: a page may begin
        // several pictures within one second, and the next page must still be above them.
        firstStream: Math.floor(visit.serverNow()),
        agentName: on.agent.name,
        texts: { shows: (name, label) => powers.texts().points(name, label) },
        onFailed: () => {
          powers.failed();
          stop();
        },
        announce: powers.say,
      });
    };
    const tryJoin = () =>
      join().catch(() => {
        powers.failed();
        stop();
      });
    lane.onState((state) => state === 'online' && void tryJoin());
    lane.on('picture:wanted', () => session?.picture());
    lane.on('pointer:moved', (pointer) => session?.pointer(pointer));
    lane.on('highlight:changed', (highlight) => session?.highlight(highlight));
    lane.on('share:cut', () => endLocal());
    lane.open();
  }

  function stop() {
    const now = share.peek();
    endLocal();
    if (!now) return;
    share.value = null;
    turns.rest();
    // Kept until the server has heard it: a page load in between must not begin anew.
    store.write('stopped', now.shareId);
    core.emit('cobrowse:stopped', { shareId: now.shareId, why: 'stoppedByVisitor' }, now.conversationId);
    void withdraw();
  }

  async function withdraw() {
    const answer = await visit.line.ask('grants:withdraw', undefined);
    if (answer.ok) store.remove('stopped');
  }

  function changed(next: Share) {
    const before = share.peek();
    if (next.shareId === store.read('stopped')) return void (next.phase !== 'ended' && withdraw());
    if (next.phase === 'ended') {
      if (before && before.shareId !== next.shareId) return;
      endLocal();
      share.value = null;
      turns.rest();
      if (before) core.emit('cobrowse:stopped', { shareId: next.shareId, why: next.why }, next.conversationId);
      return;
    }
    if (next.phase === 'asked' && core.consent.cobrowse === false) return void answer(next, false);
    share.value = next;
    if (before?.shareId === next.shareId && before.phase === next.phase) return;
    if (next.phase === 'asked') core.emit('cobrowse:requested', { shareId: next.shareId }, next.conversationId);
    else {
      core.emit('cobrowse:started', { shareId: next.shareId }, next.conversationId);
      powers.say(powers.texts().sees(next.agent.name));
      void begin(next);
    }
  }

  async function answer(asked: Share, allow: boolean) {
    if (share.peek()?.shareId === asked.shareId && !allow) share.value = null;
    // The chunk comes only after the yes; both ways go at once.
    if (allow) void core.load('share').catch(() => {});
    const told = await visit.line.ask('share:answer', { shareId: asked.shareId, allow });
    if (told.ok) changed(told.value);
    else if (allow) {
      share.value = null;
      powers.failed();
    }
  }

  const undo = [visit.line.on('share:changed', changed), visit.line.on('picture:wanted', () => session?.picture())];

  return {
    share,
    answer: (allow: boolean) => share.peek()?.phase === 'asked' && void answer(share.peek()!, allow),
    stop,
    welcomed(now: Share | null) {
      if (now) changed(now);
      else if (share.peek()) {
        endLocal();
        share.value = null;
      }
    },
    /** The page goes; the share does not. */
    leave: endLocal,
    close() {
      endLocal();
      turns.close();
      for (const step of undo) step();
    },
  };
}

export type ShareDesk = ReturnType<typeof createShareDesk>;
