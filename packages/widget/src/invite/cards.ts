import type { InvitationAnswer, RuleTerms } from '@theke/protocol';
import type { Memory, Rule } from '@theke/rules';
import { askServer } from './asking.ts';
import { post } from './question.ts';
import type { RadarInside } from './radar.ts';
import { joinTabs, type TabNews } from './tabs.ts';

type Grant = Extract<InvitationAnswer, { show: true }>;

/** So long other tabs have to say what they showed, before the server is asked. */
const tabsWithinMs = 50;

/**
 * Asks, puts cards up and takes them down, and knows of those in the visitor's other tabs: what they showed or were told counts here,
 * too. Loaded once a rule holds for the first time.
 */
export function createCards({ core, clock, kept, facts, feed, nowMs, engine, keep }: RadarInside) {
  const { window, ended } = core;
  const mine = engine.memory;
  let up: { ruleId: string; untilMs: number } | undefined;
  let theirs: Memory | undefined;
  let elsewhereEnds = () => {};

  const elsewhere = (showing: boolean) => feed({ type: 'elsewhere', showing });
  const news = (): TabNews => ({ upMs: up ? up.untilMs - nowMs() : 0, memory: mine(), never: kept.never });
  const tabs = joinTabs(core, news, ({ upMs, memory, never }) => {
    theirs = memory;
    kept.never ||= never;
    elsewhereEnds();
    // Of a tab that died with its card nothing more is heard.
    if (upMs) elsewhereEnds = clock.after(upMs, () => elsewhere(false));
    elsewhere(!!upMs);
  });
  const heardAll = new Promise<void>((done) => {
    clock.after(tabsWithinMs, done);
  });
  // By an agent's hand: no rule of this page put it up.
  const byHand = (showing: boolean) => (event: { data: { ruleId: string } }) =>
    event.data.ruleId !== up?.ruleId && elsewhere(showing);
  core.on('invitation:shown', byHand(true));
  for (const end of ['accepted', 'dismissed', 'expired'] as const) core.on(`invitation:${end}`, byHand(false));

  const both = (): Memory => {
    const memory = mine();
    return theirs
      ? {
          ...memory,
          shown: { ...theirs.shown, ...memory.shown },
          quietUntilMs: Math.max(theirs.quietUntilMs, memory.quietUntilMs),
        }
      : memory;
  };
  /** Nothing may be shown any more for what another tab did. */
  const isSpent = () => {
    const { shown, quietUntilMs } = both();
    const { perVisit } = engine.inside().gates;
    return !!theirs && (nowMs() < quietUntilMs || Object.values(shown).reduce((sum, n) => sum + n, 0) >= perVisit);
  };

  // A card that goes with its page stands nowhere any more.
  const watch = (name: string, fn: (event: Event) => void) => window.addEventListener(name, fn, { signal: ended });
  watch('pagehide', () => {
    up = undefined;
    tabs.tell();
    tabs.leave();
  });
  watch('pageshow', (event) => (event as PageTransitionEvent).persisted && tabs.join());
  ended.addEventListener('abort', () => elsewhereEnds());

  return {
    /** What is to be kept for the next page. */
    both,
    async ask(rule: Rule, terms?: RuleTerms): Promise<InvitationAnswer> {
      await heardAll;
      return kept.never || isSpent() ? { show: false } : askServer(core, rule, terms);
    },
    /** Granted, but no longer wanted: the agent's place is given back. */
    giveBack: ({ token }: Grant) => void post(core, 'invitations/answer', { token, answer: 'expired' }),
    async show({ id, offer }: Rule, grant: Grant) {
      up = { ruleId: id, untilMs: nowMs() + grant.expiresInMs };
      tabs.tell();
      const answered = (outcome: 'accepted' | 'dismissed' | 'expired', forGood: boolean) => {
        if (forGood) kept.never = true;
        // Not at once: the engine may be in the middle of deciding this very drop.
        queueMicrotask(() => {
          up = undefined;
          feed({ type: 'invitation', ruleId: id, outcome });
          keep();
          tabs.tell();
        });
      };
      const place = await core.chat().then(
        (chat) => chat.inviting(),
        () => null,
      );
      if (place) place.show({ ruleId: id, offer, fact: (name) => facts[name] ?? undefined, grant, answered });
      else answered('expired', false);
    },
    drop(ruleId: string) {
      if (up?.ruleId === ruleId)
        void core
          .loaded()
          ?.inviting()
          .then((place) => place.drop(ruleId));
    },
  };
}
