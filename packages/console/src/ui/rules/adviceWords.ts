import type { Advice } from '@theke/rules/advise';
import type { Texts } from '../../texts/index.ts';

/** One thing that seems wrong, as a sentence of this language. */
export function adviceWords({ say }: Pick<Advice, 'say'>, texts: Texts): string {
  const words = texts.ruleAdvice.say;
  switch (say.code) {
    case 'unknownFact':
      return words.unknownFact(say.fact);
    case 'wrongKind':
      return words.wrongKind[say.want](say.fact);
    case 'wrongValue':
      return words.wrongValue(say.fact, say.known.join(', '));
    case 'outOfRange': {
      const to = say.to < Number.MAX_SAFE_INTEGER ? say.to : null;
      return say.fact.endsWith('Cents') ? words.outOfCents(say.fact) : words.outOfRange(say.fact, say.from, to);
    }
    case 'wrongStart':
      return say.fact === 'page.path' ? words.wrongStart.path : words.wrongStart.ids(say.fact);
    case 'unknownSignal':
      return words.unknownSignal(say.signal);
    case 'noPlace':
      return words.noPlace(say.signal);
    case 'unknownSkill':
      return words.unknownSkill(say.skill);
    case 'unknownPredicate':
      return words.unknownPredicate(say.name);
    case 'sameVariant':
      return words.sameVariant(say.id);
    case 'noSuchDay':
      return words.noSuchDay(say.day);
    case 'neverTrue':
      return words.neverTrue[say.why];
    case 'noTime': {
      const kind = texts.rules.kinds[say.op as keyof Texts['rules']['kinds']] ?? say.op;
      return say.negated ? words.noTime.negated(kind) : words.noTime.plain(kind);
    }
    case 'neverInvites':
      return words.neverInvites[say.why];
  }
}

/** The words of the button that puts there what was perhaps meant. */
export function insteadWords(instead: NonNullable<Advice['instead']>, texts: Texts): string {
  const { quoted } = texts.rules.say;
  return texts.ruleAdvice.use(typeof instead === 'string' ? quoted(instead) : String(instead));
}
