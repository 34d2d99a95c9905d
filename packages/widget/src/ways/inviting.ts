import { signal } from '@preact/signals-core';
import type { HandInvitation } from '@theke/protocol';
import type { App } from '../app.ts';
import type { InvitationCard } from '../core.ts';
import { post } from '../invite/question.ts';
import type { WaysTexts } from '../texts/ways.en.ts';
import { wordsOf } from './offerWords.ts';

/** A card with its words, as it stands on the screen. */
export interface ShownCard extends InvitationCard {
  title?: string;
  text: string;
}

/** The card beside the launcher: asked for, shown, answered. One at a time; never over an open chat. */
export function createInviting(app: App, texts: () => WaysTexts) {
  const { core, clock, talk, isOpen } = app;
  const { line } = app.visit;
  const card = signal<ShownCard | null>(null);
  /** A card that ran out unanswered: the way back to it, until the page is left. */
  const missed = signal<ShownCard | null>(null);
  /** What an accepted card promised besides a chat, until somebody is there who can keep it. */
  const wish = signal<'call' | 'share' | null>(null);
  let disarm = () => {};

  /** Takes the card down and tells the page; what the server hears is the caller's. */
  function end(outcome: 'accepted' | 'dismissed' | 'expired', forGood = false) {
    const shown = card.peek();
    if (!shown) return null;
    disarm();
    card.value = null;
    missed.value = outcome === 'expired' && shown.offer.kind !== 'article' ? shown : null;
    const { ruleId } = shown;
    if (outcome === 'dismissed') core.emit('invitation:dismissed', { ruleId, forGood });
    else core.emit(`invitation:${outcome}`, { ruleId });
    shown.answered(outcome, forGood);
    return shown;
  }

  function answer(outcome: 'accepted' | 'dismissed' | 'expired', forGood = false) {
    const shown = end(outcome, forGood);
    if (!shown) return;
    const said = { token: shown.grant.token, answer: outcome, ...(forGood && { never: true }) };
    // An accepted card needs no word of its own: the conversation brings its token.
    if (line.state === 'online') void line.ask('invitation:answer', said);
    else if (outcome !== 'accepted' || shown.offer.kind === 'article') void post(core, 'invitations/answer', said);
  }

  /** Once somebody is there to look: the visitor is asked as always, with what will be seen and what never will. */
  function showTogether() {
    const undo = core.on('conversation:assigned', () => {
      undo();
      void app.together
        .need()
        .then((part) => part.run('cobrowse.start', []))
        // A no to the question is an answer, too: the conversation goes on.
        .catch(() => {});
    });
  }

  function show(next: InvitationCard) {
    // Granted again: another tab was quicker, or this page was loaded anew.
    if (isOpen.peek() || card.peek()) return next.answered('expired', false);
    const { grant, offer, fact } = next;
    const words = wordsOf(offer, { variant: grant.variant, locale: core.settings.locale, fact });
    missed.value = null;
    card.value = { ...next, ...words };
    app.announcer.say(
      `${texts().invitation}. ${grant.agent.name && `${grant.agent.name}: `}${[words.title, words.text].filter(Boolean).join('. ')}`,
    );
    core.emit('invitation:shown', { ruleId: next.ruleId });
    disarm = clock.after(grant.expiresInMs, () => answer('expired'));
  }
  // Answered in another tab, or taken back: nothing is left to say to the server.
  const kept = () => {
    wish.value = null;
  };
  const undo = [
    line.on('invitation:gone', ({ token }) => card.peek()?.grant.token === token && end('expired')),
    core.on('conversation:assigned', kept),
    core.on('conversation:ended', kept),
  ];

  return {
    card,
    wish,
    answer,
    accept() {
      const shown = card.peek();
      if (!shown) return;
      const { kind, skill } = shown.offer;
      // The visitor's click on the card is the click that starts the service.
      core.acted = true;
      // Reading begins no conversation: nobody is kept waiting for them.
      if (kind === 'article') return answer('accepted');
      talk.anew();
      void talk.startNow({ via: 'invitation', skill, invitationToken: shown.grant.token });
      answer('accepted');
      if (kind === 'call' || kind === 'share') {
        // In the visitor's own words: who takes over knows before accepting, in whatever list the conversation stands.
        app.send(texts().wants[kind]);
        wish.value = kind;
      }
      if (kind === 'share') showTogether();
      app.look('chat');
      app.open();
    },
    missed,
    /** Back to a card that ran out: the same skill, an ordinary place in the queue. */
    back() {
      const skill = missed.peek()?.offer.skill;
      missed.value = null;
      core.acted = true;
      talk.wish({ via: 'invitation', skill });
      app.look('chat');
      app.open();
    },
    dismiss(forGood = false) {
      // The visitor wants to be left alone, and that is only kept where something may be.
      core.acted = true;
      answer('dismissed', forGood);
    },
    show,
    /** By an agent's hand, or once more after a page load. Nothing of the rules knows it. */
    offered({ ruleId, kind, skill, text, answer: grant }: HandInvitation) {
      const words = text ?? texts().byHand;
      const offer = { kind, skill, text: { en: words, de: words } };
      show({ ruleId, offer, fact: () => undefined, grant, answered() {} });
    },
    drop(ruleId: string) {
      if (card.peek()?.ruleId === ruleId) answer('expired');
    },
    close() {
      // With consent or visitor gone it stands no longer; nobody is told but the rules of this page.
      if (!core.ended.aborted) end('expired');
      disarm();
      for (const step of undo) step();
    },
  };
}

export type Inviting = ReturnType<typeof createInviting>;
