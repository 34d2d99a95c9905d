import type { TargetFacts } from '@theke/protocol';
import { plainWords } from './plain.ts';
import { calm, cart, code, strong, word } from './words.ts';

type Says = TargetFacts['says'];
type One = Says[number];

const kinds: One[] = ['order', 'pay', 'delete', 'signOut', 'cancel'];
// Above this a name is a paragraph, in which "buy" or "pay" may stand without harm.
const maxName = 100;
const maxText = 4_000;

const compile = (lists: Record<One, string>, from: (list: string) => string) =>
  Object.fromEntries(kinds.map((kind) => [kind, new RegExp(from(lists[kind]))])) as Record<One, RegExp>;

let compiled: Record<'spaced' | 'squeezed' | 'word' | 'code', Record<One, RegExp>> | undefined;

/** Only once something is to be pressed: most pages never need them. */
function patterns() {
  compiled ??= {
    spaced: compile(strong, (list) => `\\b(?:${list})\\b`),
    // From its beginning only: "marketplace orders" has an order placed in it.
    squeezed: compile(strong, (list) => `^[\\d€$£]*(?:${list.replaceAll(' ', '')})`),
    word: compile(word, (list) => list),
    code: compile(code, (list) => `\\b(?:${list})\\b`),
  };
  return compiled;
}

/**
 * What a name says pressing would do, in de, en, fr, it, es, nl and pl. Rather one harmless button too many than an order
 * nobody placed: what it finds is shown to the visitor instead.
 */
export function saysOf(name: string): Says {
  const plain = plainWords(name.slice(0, maxText));
  if (plain === '') return [];
  const { spaced, squeezed, word } = patterns();
  const text = plain.replace(calm, ' ').replace(/ +/g, ' ').trim();
  const short = text.length <= maxName;
  const tight = text.replaceAll(' ', '');
  return kinds.filter((kind) => {
    if (spaced[kind].test(text)) return true;
    if (!short) return false;
    // "Jetzt" and "kaufen" in two boxes come as one word, or a word in pieces.
    return squeezed[kind].test(tight) || (word[kind].test(text) && !(kind === 'delete' && cart.test(plain)));
  });
}

/** The same of what is written for programs: an id, the name of a field, an address, the text of a handler. */
export function saysInCode(text: string): Says {
  const { code } = patterns();
  const plain = plainWords(
    text
      .slice(0, maxText)
      .replace(/([a-z])([A-Z])/g, '$1 $2')
      .replace(/%[0-9A-F]{2}|\d+/gi, ' '),
  );
  return plain === '' ? [] : kinds.filter((kind) => code[kind].test(plain));
}
