import type { FactValue } from '../rule/vocabulary.ts';
import type { Advice, AdviceSay } from './advice.ts';

const kinds = { text: 'a text', number: 'a number', boolean: 'true or false' };
const never = {
  nothingInside: 'There is nothing in it, so it is never true',
  noWindow: 'Nothing is given within no time, so it is never true',
  contradicts: 'It contradicts what has to be true beside it',
  whileTalking: 'Nobody is invited into an open conversation',
};
const closed = {
  hours: 'These hours have none in them, so the rule never invites',
  cap: 'A cap of none never invites',
};

const whole = ({ fact, from, to }: Extract<AdviceSay, { code: 'outOfRange' }>) =>
  `${fact} is a whole number from ${from}${to < Number.MAX_SAFE_INTEGER ? ` to ${to}` : ' up'}${fact.endsWith('Cents') ? ', in cents' : ''}`;

function sentence(say: AdviceSay): string {
  switch (say.code) {
    case 'unknownFact':
      return `No page tells a fact ${say.fact}`;
    case 'wrongKind':
      return `${say.fact} is ${kinds[say.want]}, which this does not fit`;
    case 'wrongValue':
      return `${say.fact} is one of ${say.known.join(', ')}`;
    case 'outOfRange':
      return whole(say);
    case 'wrongStart':
      return say.fact === 'page.path' ? 'A path begins with a slash' : `In ${say.fact} each id stands between spaces`;
    case 'unknownSignal':
      return `No page gives a signal ${say.signal} by itself`;
    case 'noPlace':
      return `The signal ${say.signal} is given at no form or field`;
    case 'unknownSkill':
      return `Nobody has the skill ${say.skill}`;
    case 'unknownPredicate':
      return `No predicate is called ${say.name}`;
    case 'sameVariant':
      return `There is another variant with the id ${say.id}`;
    case 'noSuchDay':
      return `There is no day ${say.day}`;
    case 'neverTrue':
      return never[say.why];
    case 'noTime':
      return say.negated ? `${say.op} for no time is always over` : `${say.op} for no time asks for nothing`;
    case 'neverInvites':
      return closed[say.why];
  }
}

/** Values stand as JSON has them, names as they are. */
const written = ({ code }: AdviceSay, instead: FactValue) =>
  code.startsWith('wrong') ? JSON.stringify(instead) : `${instead}`;

/** One thing to look at as programs get it: the code, and the sentence for people. */
export interface SaidAdvice extends Pick<Advice, 'path' | 'instead'> {
  code: AdviceSay['code'];
  say: string;
}

/** The same advice with its sentence. */
export const saidOf = (one: Advice): SaidAdvice => ({
  path: one.path,
  code: one.say.code,
  say: sayAdvice(one),
  ...(one.instead === undefined ? {} : { instead: one.instead }),
});

/** One English sentence for developers, in terminals and answers of the REST interface; the console has words of its own. */
export function sayAdvice({ say, instead }: Pick<Advice, 'say' | 'instead'>): string {
  return sentence(say) + (instead === undefined ? '.' : `; did you mean ${written(say, instead)}?`);
}
