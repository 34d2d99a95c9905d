import type { Line } from '@theke/line';
import type { AgentAsks, AgentTells } from '@theke/protocol';
import { type ReadonlySignal, signal } from './signals.ts';

/** The way of a code read out on the phone: typed, the visitor asked, answered. */
export type CodeClaim =
  | { phase: 'typing'; why: 'short' | 'wrong' | 'declined' | 'offline' | null }
  | { phase: 'checking' }
  | { phase: 'asking'; claimId: string }
  | { phase: 'connected'; conversationId: string };

export interface Codes {
  readonly claim: ReadonlySignal<CodeClaim>;
  /** Begins anew. */
  reset(): void;
  /** Spaces and dashes are dropped; `conversationId` joins the visitor to a conversation already open. */
  enter(text: string, conversationId?: string): Promise<void>;
  answered(answer: { claimId: string; conversationId: string | null }): void;
}

const digitCount = 10;

/** Digits of what was typed. */
export const readDigits = (text: string): string => text.replace(/\D/gu, '');

/** Makes {@link Codes}; `opened` hears of the conversation when the visitor has said yes. */
export function createCodes(powers: {
  line: Line<AgentAsks, AgentTells>;
  opened: (conversationId: string) => void;
}): Codes {
  const claim = signal<CodeClaim>({ phase: 'typing', why: null });
  // The visitor may answer before our own acknowledgement is here.
  let early: { claimId: string; conversationId: string | null } | null = null;

  function answered(answer: { claimId: string; conversationId: string | null }) {
    const now = claim.value;
    if (now.phase === 'checking') early = answer;
    if (now.phase !== 'asking' || now.claimId !== answer.claimId) return;
    if (answer.conversationId === null) {
      claim.value = { phase: 'typing', why: 'declined' };
      return;
    }
    claim.value = { phase: 'connected', conversationId: answer.conversationId };
    powers.opened(answer.conversationId);
  }

  return {
    claim,
    answered,
    reset() {
      early = null;
      claim.value = { phase: 'typing', why: null };
    },
    async enter(text, conversationId) {
      const digits = readDigits(text);
      if (digits.length !== digitCount) {
        claim.value = { phase: 'typing', why: 'short' };
        return;
      }
      claim.value = { phase: 'checking' };
      const answer = await powers.line.ask('code:claim', conversationId ? { digits, conversationId } : { digits });
      if (claim.value.phase !== 'checking') return;
      if (!answer.ok) {
        const isLine = answer.refusal.code === 'offline' || answer.refusal.code === 'timeout';
        claim.value = { phase: 'typing', why: isLine ? 'offline' : 'wrong' };
        return;
      }
      claim.value = { phase: 'asking', claimId: answer.value.claimId };
      if (early) answered(early);
    },
  };
}
