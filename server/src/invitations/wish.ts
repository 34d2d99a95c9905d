import type { InvitationAsk, OfferKind, RuleTerms } from '@theke/protocol';
import { type Rule, termsOf } from '@theke/rules';

/** What is asked for, after the server's own copy of the rule has had its say. */
export interface Wish {
  ruleId: string;
  version: number;
  skill: string;
  kind: OfferKind;
  shadow: boolean;
  /** Null: a rule that neither the server keeps nor the page describes. */
  terms: RuleTerms | null;
  /** Switched off here, whatever the page has read before. */
  off: boolean;
  /** Whether the server keeps this rule. */
  kept: boolean;
  /** The page has read another version than the one that counts. */
  outdated: boolean;
}

/** A rule kept on the server counts as it stands there; one the page has added counts as the page says. */
export function wishOf(ask: InvitationAsk, rule: Rule | null): Wish {
  const { ruleId, version } = ask;
  if (!rule) {
    const { skill, kind = 'chat', shadow = false, terms = null } = ask;
    return { ruleId, version, skill, kind, shadow, terms, kept: false, off: false, outdated: false };
  }
  const { skill, kind = 'chat' } = rule.offer;
  const mode = rule.mode ?? 'live';
  return {
    ruleId,
    version,
    skill,
    kind,
    shadow: mode === 'shadow' || ask.shadow === true,
    terms: termsOf(rule),
    kept: true,
    off: mode === 'off',
    outdated: rule.version !== version,
  };
}
