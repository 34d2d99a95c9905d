import type { Node, Rule, SignalAt } from '@theke/rules';
import { money } from '../../format/money.ts';
import type { Texts } from '../../texts/index.ts';
import { type CompareOp, kindOf } from './kinds.ts';
import { lengthText } from './length.ts';

interface Speech {
  texts: Texts;
  language: string;
}

const cents = /Cents$/u;

function valueWords(fact: string, value: unknown, { texts, language }: Speech): string {
  if (typeof value === 'number' && cents.test(fact)) return money(value, undefined, language);
  if (Array.isArray(value))
    return value.map((one) => valueWords(fact, one, { texts, language })).join(` ${texts.rules.say.or} `);
  return typeof value === 'string' ? texts.rules.say.quoted(value) : String(value);
}

/** A fact as people call it, or its own name. */
export const factName = (fact: string, texts: Texts): string => texts.ruleNames.facts[fact] ?? fact;

/** A signal as people call it, with where it happened. */
export function signalName({ signal, at }: SignalAt, texts: Texts): string {
  const name = texts.ruleNames.signals[signal] ?? signal;
  return at ? texts.rules.say.at(name, at) : name;
}

/** What a condition stands in: nothing, the whole rule's list, or a group. */
type Inside = 'whole' | 'all' | 'any' | null;

const bracketed = (words: string, on: boolean) => (on ? `(${words})` : words);

/** One condition in words of this language, in a sentence's middle: `on form checkout for 1.5 min`. */
export function conditionWords(node: Node, speech: Speech, inside: Inside = null): string {
  const { texts, language } = speech;
  const { say } = texts.rules;
  const length = (ms: number) => lengthText(ms, language);
  const within = (ms: number | undefined) => (ms === undefined ? '' : ` ${say.within(length(ms))}`);
  const kind = kindOf(node);
  if (!kind) return say.unknown;
  switch (node.op) {
    case 'all':
    case 'any': {
      if (node.of.length === 0) return node.op === 'all' ? say.always : say.never;
      if (node.of.length === 1 && node.of[0]) return conditionWords(node.of[0], speech, inside);
      // The comma before the last word binds a whole rule together, so that an "or" in it needs no brackets.
      const isWhole = inside === null && node.op === 'all';
      const isMixed = isWhole && node.of.some((one) => one.op === 'any' && one.of.length > 1);
      const parts = node.of.map((one) => conditionWords(one, speech, isWhole ? 'whole' : node.op));
      const joined =
        node.op === 'any'
          ? parts.join(` ${say.or} `)
          : `${parts.slice(0, -1).join(', ')}${isMixed ? ',' : ''} ${say.and} ${parts.at(-1)}`;
      return inside === 'all' || inside === 'any' ? bracketed(joined, inside !== node.op) : joined;
    }
    case 'not':
      return say.not(conditionWords(node.of, speech));
    case 'held':
      return say.held(conditionWords(node.of, speech), length(node.ms));
    case 'dwell':
      return say.dwell[node.what](length(node.ms), node.form ?? node.name ?? '');
    case 'idle':
      return say.idle(length(node.ms));
    case 'page':
      return say.page(node.type);
    case 'seen':
      return signalName(node, texts) + within(node.withinMs);
    case 'count':
      return say.count(node.n, signalName(node, texts)) + within(node.withinMs);
    case 'since':
      return say.since(length(node.ms), signalName(node, texts));
    case 'seq':
      return node.of.map((one) => signalName(one, texts)).join(` ${say.after} `) + within(node.withinMs);
    case 'agent':
      return say.agent(node.skill);
    case 'custom':
      return say.custom(node.name);
    default: {
      const fact = factName(node.fact, texts);
      if (typeof node.value !== 'boolean')
        return say.compare[node.op as CompareOp](fact, valueWords(node.fact, node.value, speech));
      return node.value === (node.op !== 'ne') ? fact : say.isNot(fact);
    }
  }
}

/** What a rule waits for, as one sentence. */
export function ruleWords(rule: Pick<Rule, 'when'>, speech: Speech): string {
  return `${begun(conditionWords(rule.when, speech), speech)}.`;
}

/** As a sentence begins; the name of a fact stays as it is written in the rule. */
export const begun = (words: string, { language }: Speech) =>
  /^\S+\.\S/u.test(words) ? words : words.charAt(0).toLocaleUpperCase(language) + words.slice(1);
