import { signal } from '@preact/signals-core';
import type { App } from '../app.ts';
import type { InvitationAnswer, InvitationCard } from '../core.ts';
import { post } from '../invite/question.ts';
import type { WaysTexts } from '../texts/ways.en.ts';

/** The card beside the launcher: asked for, shown, answered. One at a time; never over an open chat. */
export function createInviting(app: App, texts: () => WaysTexts) {
  const { core, clock, talk, isOpen } = app;
  const { line } = app.visit;
  const card = signal<InvitationCard | null>(null);
  let disarm = () => {};

  function answer(outcome: 'accepted' | 'dismissed' | 'expired', forGood = false) {
    const shown = card.peek();
    if (!shown) return;
    disarm();
    card.value = null;
    const { ruleId } = shown;
    const said = { token: shown.grant.token, answer: outcome };
    // An accepted card needs no word of its own: the conversation brings its token.
    if (line.state === 'online') void line.ask('invitation:answer', said);
    else if (outcome !== 'accepted') void post(core, 'answer', said);
    if (outcome === 'dismissed') core.emit('invitation:dismissed', { ruleId, forGood });
    else core.emit(`invitation:${outcome}`, { ruleId });
    shown.answered(outcome, forGood);
  }

  return {
    card,
    answer,
    accept() {
      const shown = card.peek();
      if (!shown) return;
      // The visitor's click on the card is the click that starts the service.
      core.acted = true;
      talk.anew();
      void talk.startNow({ via: 'invitation', skill: shown.skill, invitationToken: shown.grant.token });
      answer('accepted');
      app.look('chat');
      app.open();
    },
    dismiss(forGood = false) {
      // The visitor wants to be left alone, and that is only kept where something may be.
      core.acted = true;
      answer('dismissed', forGood);
    },
    async ask(rule: { ruleId: string; version: number; skill: string }): Promise<InvitationAnswer> {
      if (isOpen.peek()) return { show: false };
      const told = await line.ask('invitation:ask', rule);
      return told.ok ? told.value : { show: false };
    },
    show(next: InvitationCard) {
      if (isOpen.peek()) return next.answered('expired', false);
      card.value = next;
      const { invitation } = texts();
      app.announcer.say(`${invitation}. ${next.grant.agent.name}: ${next.text}`);
      core.emit('invitation:shown', { ruleId: next.ruleId });
      disarm = clock.after(next.grant.expiresInMs, () => answer('expired'));
    },
    drop(ruleId: string) {
      if (card.peek()?.ruleId === ruleId) answer('expired');
    },
    close: () => disarm(),
  };
}

export type Inviting = ReturnType<typeof createInviting>;
