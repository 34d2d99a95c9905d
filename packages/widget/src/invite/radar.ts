import type { Clock } from '@theke/kit';
import { createEngine, type Decision, type Predicate, type Rule, type RuleEvent, readRule } from '@theke/rules';
import { commandError } from '../api/error.ts';
import type { Core, InvitationAnswer, InvitationCard, Rules } from '../core.ts';
import { factsOf } from './facts.ts';
import { createInviteMemory } from './memory.ts';
import { post } from './question.ts';
import { watchSenses } from './senses.ts';

type Grant = Omit<Extract<InvitationAnswer, { show: true }>, 'show'>;

/** Runs the rules on the page: feeds the engine, sets its one timer, carries out what it decides. */
export function createRadar(core: Core, clock: Clock): Rules {
  const { window } = core;
  const kept = createInviteMemory(core, clock);
  const engine = createEngine<Grant>({ rules: [], memory: kept.read() });
  // One clock for all pages of a visit, and one that no date setting moves within a page.
  const startMs = clock.now() - clock.elapsed();
  const nowMs = () => startMs + clock.elapsed();
  let takeBack = () => {};
  let undoSenses: (() => void) | undefined;

  function act(decisions: Decision<Grant>[]) {
    for (const decision of decisions) {
      if (decision.type === 'ask') void ask(decision);
      if (decision.type === 'show') void show(decision.rule, decision.answer);
      if (decision.type === 'drop') core.loaded()?.dropInvitation(decision.ruleId);
    }
    kept.write(engine.memory());
    takeBack();
    const dueMs = engine.nextDueMs();
    // Whole milliseconds up: a timer that fires early would be set again at once.
    if (dueMs < Number.POSITIVE_INFINITY)
      takeBack = clock.after(Math.min(Math.ceil(dueMs - nowMs()) + 1, 2 ** 31 - 1), () => act(engine.tick(nowMs())));
  }

  const feed = (event: RuleEvent) => act(engine.feed(event, nowMs()));

  async function ask(rule: { ruleId: string; version: number; skill: string }) {
    const mayAsk = core.consent.chat ?? core.settings.consentMode !== 'manual';
    const chat = core.loaded();
    const known = chat?.state().line === 'online';
    const { ruleId, version, skill } = rule;
    const answer: InvitationAnswer =
      kept.refused() || !mayAsk
        ? { show: false }
        : known
          ? await chat.askInvitation({ ruleId, version, skill })
          : await post(core, 'ask', { ruleId, version, skill });
    const decisions = engine.answer(ruleId, answer, nowMs());
    // Granted, but no longer wanted: the agent's place is given back.
    if (answer.show && !decisions.some((one) => one.type === 'show' && one.rule.id === ruleId))
      void post(core, 'answer', { token: answer.token, answer: 'expired' });
    act(decisions);
  }

  async function show(rule: Rule, grant: { show: true } & Grant) {
    const { offer } = rule;
    const answered: InvitationCard['answered'] = (outcome, forGood) => {
      if (forGood) kept.refuse();
      // Not at once: the engine may be in the middle of deciding this very drop.
      queueMicrotask(() => feed({ type: 'invitation', ruleId: rule.id, outcome }));
    };
    const chat = await core.chat().catch(() => null);
    if (!chat) return answered('expired', false);
    chat.showInvitation({
      ruleId: rule.id,
      skill: offer.skill,
      title: offer.title?.[core.settings.locale],
      text: offer.text[core.settings.locale],
      grant,
      answered,
    });
  }

  function tellContext(context: Parameters<typeof factsOf>[0]) {
    for (const [name, value] of Object.entries(factsOf(context))) feed({ type: 'fact', name, value });
  }

  function begin() {
    if (undoSenses) return;
    const { told } = core;
    const page = () => feed({ type: 'page', page: { type: told.page.type, url: told.page.url } });
    feed({ type: 'visible', on: window.document.visibilityState !== 'hidden' });
    feed({ type: 'fact', name: 'visit.language', value: window.navigator.language });
    if (window.document.referrer) feed({ type: 'fact', name: 'visit.referrer', value: window.document.referrer });
    page();
    tellContext(told.context);
    const senses = watchSenses(window, feed);
    const undo = [
      senses.stop,
      core.onTold((telling) => {
        if (telling.type === 'page') {
          page();
          senses.again();
        }
        if (telling.type === 'context') tellContext(telling.context);
        if (telling.type === 'track') feed({ type: 'signal', name: telling.name });
      }),
      core.on('conversation:started', () => feed({ type: 'conversation', open: true })),
      core.on('open', () => feed({ type: 'conversation', open: true })),
      core.on('close', () => feed({ type: 'conversation', open: talking() })),
      core.on('conversation:ended', () => feed({ type: 'conversation', open: false })),
    ];
    if (talking()) feed({ type: 'conversation', open: true });
    undoSenses = () => undo.map((step) => step());
  }

  function talking() {
    const { conversation } = core.state();
    return !!conversation && conversation.status !== 'ended';
  }

  const runs: Record<string, (...args: never[]) => unknown> = {
    addRule(given: unknown) {
      const reading = readRule(given);
      if (!reading.ok) throw commandError('malformed', `this rule cannot be used: ${JSON.stringify(reading.refusal)}`);
      begin();
      act(engine.addRule(reading.rule, nowMs()));
      return { ruleId: reading.rule.id };
    },
    predicate(name: string, test: Predicate['test'], { deps = [] }: { deps?: string[] } = {}) {
      begin();
      act(engine.addPredicate(name, { deps, test }, nowMs()));
    },
    explain: (ruleId?: string) =>
      ruleId ? engine.explain(ruleId, nowMs()) : [...ids].map((id) => engine.explain(id, nowMs())),
    async invite(ruleId: string) {
      const shown = new Promise<boolean>((done) => {
        const undo = core.on('invitation:shown', (event) => event.data.ruleId === ruleId && settle(true));
        const giveUp = clock.after(12_000, () => settle(false));
        const settle = (is: boolean) => {
          undo();
          giveUp();
          done(is);
        };
        const decisions = engine.invite(ruleId, nowMs());
        act(decisions);
        if (!decisions.some((one) => one.type === 'ask' && one.ruleId === ruleId)) settle(false);
      });
      return { shown: await shown };
    },
  };
  const ids = new Set<string>();
  core.ended.addEventListener('abort', () => {
    takeBack();
    undoSenses?.();
  });

  return {
    run(command, args) {
      const answer = runs[command]?.(...(args as never[]));
      if (command === 'addRule') ids.add((answer as { ruleId: string }).ruleId);
      return answer;
    },
  };
}
