import type { InvitationAnswer } from '@theke/protocol';
import type { Decision, Memory, Rule } from '@theke/rules';
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
export function createCards({ core, clock, kept, facts, feed, nowMs, engine, keep, own, change }: RadarInside) {
  const { window, ended } = core;
  let up: { ruleId: string; untilMs: number } | undefined;
  /** The card that stood here when the page was left. */
  let left: typeof up;
  let theirs: Memory | undefined;
  let elsewhereEnds = () => {};

  const elsewhere = (showing: boolean) => feed({ type: 'elsewhere', showing });
  /** A card that was left standing has not been had: the next page asks for it, and gets it with the rest of its time. */
  const mine = (atMs?: number): Memory => {
    const memory = engine.memory(atMs);
    return left ? { ...memory, shown: { ...memory.shown, [left.ruleId]: memory.shown[left.ruleId]! - 1 } } : memory;
  };
  const news = (): TabNews => ({ upMs: up ? up.untilMs - nowMs() : 0, memory: mine(), never: kept.never });
  const tabs = joinTabs(core, news, ({ upMs, memory, never }) => {
    theirs = memory;
    kept.never ||= never;
    elsewhereEnds();
    // Of a tab that died with its card nothing more is heard.
    if (upMs) elsewhereEnds = clock.after(upMs, () => elsewhere(false));
    elsewhere(!!upMs);
  });
  core.onTold(({ type }) => {
    if (type === 'reset') theirs = undefined;
  });
  const heardAll = new Promise<void>((done) => {
    clock.after(tabsWithinMs, done);
  });
  // By an agent's hand: no rule of this page put it up.
  const byHand = (showing: boolean) => (event: { data: { ruleId: string } }) =>
    event.data.ruleId !== up?.ruleId && elsewhere(showing);
  core.on('invitation:shown', byHand(true));
  for (const end of ['accepted', 'dismissed', 'expired'] as const) core.on(`invitation:${end}`, byHand(false));

  const both = (atMs?: number): Memory => {
    const memory = mine(atMs);
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

  // A card that goes with its page stands nowhere any more; from the browser's memory it comes back with it.
  const watch = (name: string, fn: (event: Event) => void) => window.addEventListener(name, fn, { signal: ended });
  watch('pagehide', () => {
    left = up;
    up = undefined;
    keep();
    tabs.tell();
    tabs.leave();
  });
  watch('pageshow', (event) => {
    if (!(event as PageTransitionEvent).persisted) return;
    up = left;
    left = undefined;
    keep();
    tabs.join();
    tabs.tell();
  });
  ended.addEventListener('abort', () => elsewhereEnds());

  async function show({ id, offer }: Rule, grant: Grant) {
    up = { ruleId: id, untilMs: nowMs() + grant.expiresInMs };
    tabs.tell();
    const answered = (outcome: 'accepted' | 'dismissed' | 'expired', forGood: boolean) => {
      if (forGood) kept.never = true;
      // Not at once: the engine may be in the middle of deciding this very drop.
      queueMicrotask(() => {
        up = left = undefined;
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
  }

  return {
    /** What is to be kept for the next page. */
    both,
    /** Asks, and hands the answer to the engine; whatever goes wrong is a no. */
    async ask(rule: Rule): Promise<void> {
      await heardAll;
      const no: InvitationAnswer = { show: false };
      const may = !kept.never && !isSpent() && core.mayTell();
      const answer = may ? await askServer(core, rule, own.get(rule.id)?.terms).catch(() => no) : no;
      // A shadow's answer is a no whatever it is, and nobody waits for it.
      if (rule.mode === 'shadow') return;
      const decisions = engine.answer(rule.id, answer, nowMs());
      // Granted, but no longer wanted: the agent's place is given back, first of all.
      if (answer.show && decisions[0]?.type !== 'show')
        void post(core, 'invitations/answer', { token: answer.token, answer: 'expired' });
      change(decisions);
    },
    /** Puts the card up, or takes it down. */
    carryOut(decision: Exclude<Decision<Grant>, { type: 'ask' }>) {
      if (decision.type === 'show') return void show(decision.rule, decision.answer);
      if (up?.ruleId === decision.ruleId)
        void core
          .loaded()
          ?.inviting()
          .then((place) => place.drop(decision.ruleId));
    },
  };
}
