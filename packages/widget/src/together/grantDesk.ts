import { computed, effect, type ReadonlySignal, signal } from '@preact/signals-core';
import { type Clock, createCleanup, type KeyStore } from '@theke/kit';
import type { ActingCapability as Acting, AgentFace, Share } from '@theke/protocol';
import type { Core } from '../core.ts';
import type { VisitorLine } from '../session/visit.ts';
import type { TogetherTexts as Texts } from '../texts/together.en.ts';
import { createGrants, grantKeepsMs, ladder, type Stand } from './grants.ts';

export interface GrantDeskPowers {
  core: Core;
  line: VisitorLine;
  clock: Clock;
  tabId: string;
  /** Of this tab and origin. */
  store: KeyStore;
  share: ReadonlySignal<Share | null>;
  /** This tab is the one the agent sees. */
  seen: ReadonlySignal<boolean>;
  /** The server's answer, a share like any other. */
  changed(share: Share): void;
  /** What is granted is not what it was. */
  regranted(): void;
  texts(): Texts;
  say(text: string): void;
}

/** One more thing an agent asked for, as the question shows it. */
export interface Asking {
  key: string;
  capability: Acting;
  share: Share;
  agent: AgentFace;
  /** Whose grants would end with a yes: another agent acts so far. */
  insteadOf?: AgentFace;
  /** Said yes to elsewhere; nothing is done in this tab before it is said here. */
  again: boolean;
}

// The server takes an unanswered question back by then; without a line nobody else does.
const questionStandsMs = 60_000;
const hiddenForMs = 30_000;
// Every act counts as use; the store need not hear of each.
const usedEveryMs = 30_000;

/** The visitor's grants: the questions, the switches, and every way they end by themselves. */
export function createGrantDesk(powers: GrantDeskPowers) {
  const { core, line, clock, share, seen } = powers;
  const { window } = core;
  const cleanup = createCleanup();
  const grants = createGrants({ ...powers, mayStore: core.mayStore });
  const passed = signal<readonly string[]>([]);
  const stands = computed(
    () => Object.fromEntries(ladder.map((one) => [one, grants.standOf(share.value, one)])) as Record<Acting, Stand>,
  );
  const keyOf = (of: Share, capability: Acting, { agentId } = of.actor) => `${of.shareId} ${agentId} ${capability}`;

  const asking = computed<Asking | null>(() => {
    const now = share.value;
    if (!now || now.paused) return null;
    const open = (one: Omit<Asking, 'key'>): Asking | null => {
      const key = keyOf(now, one.capability, one.agent);
      return passed.value.includes(key) ? null : { ...one, key };
    };
    for (const capability of ladder) {
      const stand = stands.value[capability];
      const again = stand === 'again';
      const asks = stand === 'asked' || (again && seen.value);
      const found = asks && open({ capability, share: now, agent: now.actor, again });
      if (found) return found;
    }
    const { handover, actor } = now;
    return handover ? open({ ...handover, share: now, insteadOf: actor, again: false }) : null;
  });

  const isOn = (capability: Acting) => grants.standOf(share.peek(), capability) === 'on';

  /** Takes one back; held here at once, told by the effect below until the server has heard. */
  function withdraw(capability: Acting) {
    const now = share.peek();
    if (now?.phase === 'on') grants.said(now, capability, false);
  }

  /** Takes everything back from here on up the ladder that is on, or was until just now. */
  function withdrawFrom(first: Acting) {
    for (const one of ladder.slice(ladder.indexOf(first))) if (share.peek()?.grants[one] === 'on') withdraw(one);
  }

  async function answer(allow: boolean) {
    const asked = asking.peek();
    if (!asked) return;
    const { capability, key, again, agent, insteadOf } = asked;
    const { shareId } = asked.share;
    // Who takes over may point as well: it is less, and needs no question of its own.
    const keys = insteadOf ? [key, keyOf(asked.share, 'point', agent)] : [key];
    passed.value = [...passed.peek(), ...keys];
    // What another agent has stays theirs until the server has moved it.
    if (!insteadOf) grants.said(asked.share, capability, allow);
    if (again) return;
    const told = await line.ask('grant:answer', { shareId, capability, agentId: agent.agentId, allow });
    if (told.ok) {
      if (insteadOf && allow) for (const one of [capability, 'point'] as const) grants.said(told.value, one, true);
      powers.changed(told.value);
    } else if (insteadOf) passed.value = passed.peek().filter((one) => !allow || !keys.includes(one));
    else if (allow && share.peek()?.shareId === shareId) withdraw(capability);
  }

  let takeBack = () => {};
  let shownKey = '';
  cleanup.add(
    effect(() => {
      const asked = asking.value;
      // The same question, told once more, is none.
      if (asked?.key === shownKey) return;
      takeBack();
      shownKey = asked?.key ?? '';
      if (!asked) return;
      const { key, capability, again } = asked;
      if (!again) core.emit('cobrowse:requested', { shareId: asked.share.shareId, capability });
      takeBack = clock.after(questionStandsMs, () => {
        if (again) withdraw(capability);
        passed.value = [...passed.peek(), key];
      });
    }),
  );

  let idle = () => {};
  let stood: { whose?: string; on: readonly Acting[] } = { on: [] };
  cleanup.add(
    effect(() => {
      const now = share.value;
      const all = stands.value;
      const on = ladder.filter((one) => all[one] === 'on');
      const whose = now ? keyOf(now, 'point') : '';
      const isNew = stood.whose !== whose;
      const before = isNew ? [] : stood.on;
      stood = { whose, on };
      queueMicrotask(() => told(now, isNew, before, on));
      idle();
      if (on.some((one) => one !== 'point')) idle = clock.after(grantKeepsMs, () => withdrawFrom('control'));
      const unheard = ladder.find((one) => all[one] === 'taken');
      if (now && unheard)
        void line.ask('grant:withdraw', { shareId: now.shareId, capability: unheard }).then((answered) => {
          if (answered.ok) powers.changed(answered.value);
        });
    }),
  );

  /** Says and tells the page what has come and gone; that pointing comes with the view was said with it. */
  function told(now: Share | null, isNew: boolean, before: readonly Acting[], on: readonly Acting[]) {
    powers.regranted();
    if (now?.phase !== 'on') return;
    const texts = powers.texts();
    const { name } = now.actor;
    const came = on.filter((one) => !before.includes(one) && !(isNew && one === 'point'));
    const went = before.filter((one) => !on.includes(one));
    const open = ladder.filter((one) => /asked|again/.test(stands.peek()[one])).map((one) => keyOf(now, one));
    const { handover } = now;
    if (handover) open.push(...ladder.map((one) => keyOf(now, one, handover.agent)));
    passed.value = passed.peek().filter((key) => open.includes(key));
    for (const one of came) if (one !== 'point' || came.length === 1) powers.say(texts.nowMay[one](name));
    if (went.length) powers.say(on.length ? texts.noMore[went[0]!](name) : texts.onlyLooks(name));
    for (const capability of [...came, ...went])
      core.emit('cobrowse:control', { shareId: now.shareId, capability, on: came.includes(capability) });
  }

  // Nobody watches what happens in a tab out of sight.
  let hiding = () => {};
  const onSight = () => {
    hiding();
    if (window.document.visibilityState === 'hidden')
      hiding = clock.after(hiddenForMs, () => seen.peek() && withdrawFrom('control'));
  };
  window.document.addEventListener('visibilitychange', onSight);
  cleanup.add(() => window.document.removeEventListener('visibilitychange', onSight));
  cleanup.add(() => {
    for (const stop of [takeBack, idle, hiding]) stop();
  });

  return {
    stands,
    asking,
    /** On, or was: worth a switch. */
    isKnown: (capability: Acting) =>
      /on|again|taken/.test(stands.value[capability]) ||
      (share.value?.phase === 'on' && grants.record.value?.said[capability] !== undefined),
    answer,
    withdraw,
    withdrawFrom,
    /** May it be done right now, in this tab? Asked at every single act. */
    granted: (capability: Acting) => isOn(capability) && seen.peek() && share.peek()?.paused === false,
    used() {
      const usedAtMs = grants.record.peek()?.atMs;
      if (usedAtMs !== undefined && Math.abs(clock.now() - usedAtMs) > usedEveryMs) grants.used();
    },
    forget: grants.forget,
    close: () => cleanup.run(),
  };
}

export type GrantDesk = ReturnType<typeof createGrantDesk>;
