import { computed, type ReadonlySignal, signal } from '@preact/signals-core';
import type { ShareSession } from '@theke/cobrowse/share';
import { type Clock, webStore } from '@theke/kit';
import type { AskInput, LiveAsks, Share, VisitorConversation, VisitorWelcome } from '@theke/protocol';
import type { Core } from '../core.ts';
import type { Part } from '../session/parts.ts';
import type { VisitorStore } from '../session/store.ts';
import type { Visit } from '../session/visit.ts';
import type { TogetherTexts as Texts } from '../texts/together.en.ts';
import { createActDesk } from './actDesk.ts';
import { createDeeds } from './deeds.ts';
import { watchEscape } from './escape.ts';
import { createGrantDesk } from './grantDesk.ts';
import { createHiddenParts } from './hiddenParts.ts';
import { createLiveShare, type LiveLane } from './liveShare.ts';
import type { Look } from './look.ts';
import { createOffer } from './offer.ts';
import { createPausing } from './pausing.ts';
import { createPointing } from './pointing.ts';
import { isSameSite } from './sameSite.ts';
import { createStopping } from './stopping.ts';
import { createTurns } from './turns.ts';

export interface ShareDeskPowers {
  core: Core;
  visit: Visit;
  store: VisitorStore;
  clock: Clock;
  tabId: string;
  site: ReadonlySignal<VisitorWelcome['site'] | null>;
  conversation: ReadonlySignal<VisitorConversation | null>;
  createLiveLine(auth: () => object): LiveLane;
  /** Where the agent's pointer is drawn. */
  overlay: HTMLElement;
  texts(): Texts;
  say(text: string): void;
  /** What the visitor sees of being seen: needed as soon as the page is. */
  look: Part<Look>;
  failed(): void;
}

/**
 * The visitor's side of a shared view: question, yes, streaming, pause, stop.
 *
 * A yes holds for the share, not for the page: after a page load it goes on by itself. Of several tabs only the one
 * in front streams. Stopping is done here first and told afterwards; no answer of the server is needed for it.
 */
export function createShareDesk(powers: ShareDeskPowers) {
  const { core, visit, clock, tabId } = powers;
  const { window } = core;
  const { line } = visit;
  const share = signal<Share | null>(null);
  const session = signal<ShareSession | null>(null);
  /** Another tab of this visitor is the one that is seen. */
  const elsewhere = signal(false);
  let live: { close(): void } | undefined;
  let lane: LiveLane | undefined;
  const tabStore = webStore(() => window.sessionStorage);
  const hidden = createHiddenParts(tabStore, core.mayStore);
  const deeds = createDeeds(clock, powers.say);
  const isOn = () => share.peek()?.phase === 'on';

  const turns = createTurns(window, tabId, {
    mine: () => begin(),
    lost() {
      elsewhere.value = isOn();
      endLocal();
    },
  });
  const grants = createGrantDesk({
    ...{ core, line, clock, tabId, share, changed },
    store: tabStore,
    seen: computed(() => session.value !== null),
    regranted() {
      acts.regrant();
      pointing.regranted();
    },
    texts: powers.texts,
    say: powers.say,
  });
  const pointing = createPointing({
    ...{ session, deeds },
    granted: () => grants.granted('point'),
    text: (label) => powers.texts().onlyYou(label),
  });
  const acts = createActDesk({
    clock,
    showInstead: pointing.showInstead,
    load: () => core.load('act'),
    granted: grants.granted,
    paused: () => share.peek()?.paused !== false,
    siteHosts: (url) => isSameSite(url, window.location),
    tellField: (news, shareId) => void lane?.ask('field:tell', { ...news, shareId }),
    used: grants.used,
    onActed(act, label) {
      deeds.did(powers.texts().did(share.peek()?.actor.name ?? '', act.kind, label));
    },
    failed: () => grants.withdrawFrom('control'),
  });
  const stopping = createStopping(powers.store, line);
  const pausing = createPausing({
    ...{ share, line, changed },
    turned({ shareId, conversationId, paused, agent }) {
      if (session.peek()) session.peek()!.pause(paused);
      else endLocal();
      powers.say(paused ? powers.texts().pausedNow : powers.texts().sees([agent.name]));
      core.emit('cobrowse:paused', { shareId, paused }, conversationId);
      acts.regrant();
      begin();
    },
  });
  const offer = createOffer({ core, line, share, conversation: powers.conversation, changed });

  function endLocal() {
    acts.show(null);
    live?.close();
    live = lane = undefined;
    session.value = null;
  }

  function begin() {
    const on = share.peek();
    turns.watch();
    if (on?.phase !== 'on' || on.paused || live || !turns.inFront()) return;
    turns.take();
    const back = elsewhere.peek();
    elsewhere.value = false;
    if (back) powers.say(powers.texts().seesThis(on.agent.name));
    const dialled = powers.createLiveLine(() => visit.auth());
    lane = dialled;
    void powers.look.need().catch(() => {});
    const fail = () => {
      if (lane !== dialled) return;
      powers.failed();
      stop();
    };
    live = createLiveShare({
      ...{ core, clock, acts, share: on, lane: dialled },
      overlayRoot: powers.overlay,
      // Above every stream of earlier pages, whatever this computer's date says. In milliseconds: a page may begin
      // several pictures within one second, and the next page must still be above them.
      firstStream: Math.floor(visit.serverNow()),
      hiddenByVisitor: hidden.of(on.shareId),
      privacy: computed(() => powers.site.value!.privacy),
      points: pointing.may,
      texts: { shows: (name, label) => powers.texts().points(name, label) },
      announce: powers.say,
      began(made) {
        session.value = made;
        acts.show({ shareId: on.shareId, surface: made.surface });
      },
      led: (lead) => powers.look.part.peek()?.following.lead(lead),
      stepped: (step) => powers.look.part.peek()?.steps.hear(step),
      cut: endLocal,
      failed: fail,
    });
  }

  function over(was: Share, why?: string) {
    endLocal();
    share.value = null;
    elsewhere.value = false;
    pausing.forget();
    deeds.clear();
    grants.forget();
    hidden.forget();
    turns.rest();
    core.emit('cobrowse:stopped', { shareId: was.shareId, why }, was.conversationId);
  }

  function stop() {
    const now = share.peek();
    endLocal();
    if (!now) return;
    over(now, 'stoppedByVisitor');
    stopping.stop(now.shareId);
  }

  function changed(told: Share) {
    const before = share.peek();
    if (stopping.isStopped(told.shareId)) return void (told.phase !== 'ended' && stopping.again());
    if (told.phase === 'ended') {
      if (before?.shareId === told.shareId) over(before, told.why);
      return;
    }
    if (told.phase === 'asked' && core.consent.cobrowse === false) return void answer(told, false);
    if (before && before.shareId !== told.shareId) over(before);
    const next = pausing.over(told);
    share.value = next;
    const { shareId, conversationId, agent, viewers } = next;
    const same = before?.shareId === shareId && before.phase === next.phase;
    if (next.phase === 'asked') {
      if (!same) core.emit('cobrowse:requested', { shareId, capability: 'view' }, conversationId);
      return;
    }
    if (!same) {
      offer.drop(shareId);
      core.emit('cobrowse:started', { shareId }, conversationId);
      powers.say(powers.texts().sees([agent.name]));
    }
    const known = before && same ? before.viewers.map(({ agentId }) => agentId) : null;
    for (const one of viewers) if (known && !known.includes(one.agentId)) powers.say(powers.texts().seesToo(one.name));
    begin();
  }

  async function answer(asked: Share, allow: boolean) {
    if (share.peek()?.shareId === asked.shareId && !allow) share.value = null;
    // The chunk comes only after the yes; both ways go at once.
    if (allow) void core.load('share').catch(() => {});
    const told = await line.ask('share:answer', { shareId: asked.shareId, allow });
    if (told.ok) changed(told.value);
    else if (allow) {
      share.value = null;
      powers.failed();
    }
  }

  const undo = [
    line.on('share:changed', changed),
    line.on('picture:wanted', () => session.peek()?.picture()),
    watchEscape(window, clock, () => grants.withdrawFrom('point')),
  ];

  return {
    ...{ share, session, elsewhere, grants, deeds, offer, stop },
    pause: pausing.pause,
    /** To the agent, while the page is shared; may be dropped. */
    tell<K extends 'follow:set' | 'media:step'>(event: K, input: Omit<AskInput<LiveAsks, K>, 'shareId'>) {
      if (isOn()) lane?.tell(event, { ...input, shareId: share.peek()!.shareId } as AskInput<LiveAsks, K>);
    },
    answer: (allow: boolean) => share.peek()?.phase === 'asked' && void answer(share.peek()!, allow),
    welcomed(now: Share | null) {
      if (!now && share.peek()) return over(share.peek()!);
      if (now) changed(now);
      pausing.again();
    },
    /** The page goes; the share does not. */
    leave: endLocal,
    close() {
      endLocal();
      turns.close();
      grants.close();
      offer.close();
      for (const step of undo) step();
    },
  };
}

export type ShareDesk = ReturnType<typeof createShareDesk>;
