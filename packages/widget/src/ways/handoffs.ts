import { signal } from '@preact/signals-core';
import type { Core } from '../core.ts';
import type { Talk } from '../session/talk.ts';
import type { Visit } from '../session/visit.ts';
import { readProof, redeem } from './redeem.ts';

export interface HandoffsPowers {
  core: Core;
  visit: Visit;
  talk: Talk;
  online(): Promise<boolean>;
  open(): void;
}

/** What the card of a session link shows. A link is used up only by the visitor's tap, never by opening the page. */
export type HandoffCard = { phase: 'asking' } | { phase: 'redeeming' } | { phase: 'failed' };

/** Coming from another channel: by a link in the address, by a code, or by the shop's own code. */
export function createHandoffs(powers: HandoffsPowers) {
  const { core, visit, talk } = powers;
  const card = signal<HandoffCard | null>(null);

  /** Null: it did not work, and nobody says why. */
  async function take(text: string): Promise<string | null> {
    core.acted = true;
    const redeemed = await redeem(core, readProof(text), visit.credentials);
    if (!redeemed) {
      core.emit('handoff:rejected', {});
      return null;
    }
    talk.anew();
    const { visitorId, visitorToken, conversationId } = redeemed;
    visit.become({ visitorId, visitorToken, conversationId });
    await powers.online();
    core.emit('handoff:resumed', { channel: redeemed.channel }, conversationId);
    powers.open();
    return conversationId;
  }

  return {
    card,
    take,
    /** A session link was opened: ask first. */
    ask() {
      if (core.handoff) card.value = { phase: 'asking' };
    },
    async goOn() {
      const token = core.handoff;
      if (!token) return;
      card.value = { phase: 'redeeming' };
      core.handoff = null;
      const conversationId = await take(`#theke=${token}`);
      card.value = conversationId ? null : { phase: 'failed' };
    },
    /** Not me: the token is forgotten, unused. */
    refuse() {
      core.handoff = null;
      card.value = null;
    },
  };
}

export type Handoffs = ReturnType<typeof createHandoffs>;
