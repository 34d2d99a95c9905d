import { createSecret } from '@theke/kit';
import { type Answer, type InvitationSettings, no, yes } from '@theke/protocol';
import { type Rule, readRule } from '@theke/rules';
import { nextRule, plainText, readWish } from './nextRule.ts';
import type { Additions, Present } from './ruleRows.ts';
import { untouchedSettings } from './settings.ts';

/** What all rules of one site may cost: every page of the shop reads them. */
export const siteLimits = { rules: 200, jsonChars: 1_000_000 } as const;

const nothing: Additions = { rules: [] };

/** What a change does to what is there. Pure, so that it can be tried without a database; a repetition adds nothing. */
export type Change = (present: Present) => Answer<Additions>;

/** Without a revision the newest state is meant, whichever it is. */
export const writeRule =
  (wish: Rule, revision?: number): Change =>
  (present) => {
    const kept = present.rules.get(wish.id);
    const next = nextRule(kept?.rule ?? null, kept?.before ?? null, wish);
    if (!next) return yes(nothing);
    // A removed rule is a new one for whoever does not look into the history.
    const fits = kept ? [kept.row.revision, ...(kept.rule ? [] : [0])] : [0];
    if (revision !== undefined && !fits.includes(revision)) return no('conflict');
    return within(present, { rules: [{ ruleId: wish.id, rule: next }] });
  };

export const removeRule =
  (ruleId: string, revision?: number): Change =>
  (present) => {
    const kept = present.rules.get(ruleId);
    if (!kept) return no('notFound');
    // The answer to the first asking may have been lost.
    if (!kept.rule) return kept.row.revision - 1 === revision ? yes(nothing) : no('notFound');
    if (revision !== undefined && revision !== kept.row.revision) return no('conflict');
    return yes({ rules: [{ ruleId, rule: null }] });
  };

/**
 * A removed rule as it was last, as a new experiment and off: who was invited in between, and why, nobody can say. Done again it
 * changes nothing.
 */
export const restoreRule =
  (ruleId: string): Change =>
  (present) => {
    const kept = present.rules.get(ruleId);
    if (!kept) return no('notFound');
    if (kept.rule) return yes(nothing);
    const wish = readWish({ ...kept.before, version: kept.before.version + 1, mode: 'off' });
    return wish.ok ? within(present, { rules: [{ ruleId, rule: wish.value }] }) : wish;
  };

export const setMode =
  (ruleId: string, mode: NonNullable<Rule['mode']>): Change =>
  (present) => {
    const rule = present.rules.get(ruleId)?.rule;
    if (!rule) return no('notFound');
    // What an older version kept, and is no rule any more, invites nobody: whoever switches it on is told, also where it says on already.
    const reading = readRule(rule);
    if (mode !== 'off' && !reading.ok)
      return no('malformed', { detail: `${reading.refusal.path || 'rule'}: ${reading.refusal.say}` });
    return yes((rule.mode ?? 'live') === mode ? nothing : { rules: [{ ruleId, rule: { ...rule, mode } }] });
  };

/** `revision` is the one that was read; absent: the newest. */
export const setSettings =
  (wish: Partial<InvitationSettings>, salt = () => createSecret(8)): Change =>
  ({ settings }) => {
    const next = { ...settings, ...wish, siteId: settings.siteId, revision: settings.revision };
    // The one every installation begins with could be read by anybody, and so could everybody's arm.
    const common = untouchedSettings.programme.salt;
    if (next.programme.share > 0 && next.programme.salt === common) {
      const own = settings.programme.salt;
      next.programme = { ...next.programme, salt: own === common ? salt() : own };
    }
    if (plainText(next) === plainText(settings)) return yes(nothing);
    if (wish.revision !== undefined && wish.revision !== settings.revision) return no('conflict');
    return yes({ rules: [], settings: { ...next, revision: settings.revision + 1 } });
  };

/** These rules and no others. */
export const replaceAll =
  (wish: readonly Rule[], settings?: Partial<InvitationSettings>): Change =>
  (present) => {
    const rules: { ruleId: string; rule: Rule | null }[] = [];
    for (const rule of wish) {
      const kept = present.rules.get(rule.id);
      const next = nextRule(kept?.rule ?? null, kept?.before ?? null, rule);
      if (next) rules.push({ ruleId: rule.id, rule: next });
    }
    const wanted = new Set(wish.map((rule) => rule.id));
    for (const [ruleId, kept] of present.rules)
      if (kept.rule && !wanted.has(ruleId)) rules.push({ ruleId, rule: null });
    const set = settings ? setSettings(settings)(present) : yes(nothing);
    if (!set.ok) return set;
    return within(present, { rules, settings: set.value.settings });
  };

/** Refuses what would make the site's rules too many or too large all together. */
function within(present: Present, additions: Additions): Answer<Additions> {
  const after = new Map<string, Rule | null>([...present.rules].map(([ruleId, kept]) => [ruleId, kept.rule]));
  for (const { ruleId, rule } of additions.rules) after.set(ruleId, rule);
  const rules = [...after.values()].filter(Boolean);
  if (rules.length > siteLimits.rules)
    return no('tooLarge', { detail: `rules: a site may have ${siteLimits.rules}, these would be ${rules.length}.` });
  if (JSON.stringify(rules).length > siteLimits.jsonChars)
    return no('tooLarge', {
      detail: `rules: those of a site may have ${siteLimits.jsonChars} characters all together.`,
    });
  return yes(additions);
}
