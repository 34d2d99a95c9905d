import type { TargetFacts } from '@theke/protocol';
import { alone, spaced as moreSpaced, unspaced } from './moreWords.ts';
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

type Patterns = Record<'spaced' | 'squeezed' | 'word' | 'code', Record<One, RegExp>> & {
  more: Partial<Record<One, RegExp>>;
};
let compiled: Patterns | undefined;

/** Written as people write it, compared as {@link plainWords} reads it. */
const read = (list: string) =>
  list.replace(/\n/g, '|').replace(/[^|()?:\s][^|()?:]*[^|()?:\s]|[^|()?:\s]/g, plainWords);
const more = (kind: 'order' | 'pay') =>
  new RegExp(
    `^(?:${read(alone[kind])})$|(?<!\\p{L})(?:${read(moreSpaced[kind])})(?!\\p{L})|${read(unspaced[kind])}`,
    'u',
  );

/** Only once something is to be pressed: most pages never need them. */
function patterns() {
  compiled ??= {
    spaced: compile(strong, (list) => `\\b(?:${list})\\b`),
    // From its beginning only: "marketplace orders" has an order placed in it.
    squeezed: compile(strong, (list) => `^[\\d€$£]*(?:${list.replaceAll(' ', '')})`),
    word: compile(word, (list) => list),
    code: compile(code, (list) => `\\b(?:${list})\\b`),
    more: { order: more('order'), pay: more('pay') },
  };
  return compiled;
}

/**
 * What a name says pressing would do, in de, en, fr, it, es, nl and pl; in further languages, whether it orders or pays. Rather one
 * harmless button too many than an order nobody placed: what it finds is shown to the visitor instead.
 */
export function saysOf(name: string): Says {
  const plain = plainWords(name.slice(0, maxText));
  if (plain === '') return [];
  const { spaced, squeezed, word, more } = patterns();
  const text = plain.replace(calm, ' ').replace(/ +/g, ' ').trim();
  const short = text.length <= maxName;
  const tight = text.replaceAll(' ', '');
  return kinds.filter((kind) => {
    if (spaced[kind].test(text)) return true;
    if (!short) return false;
    if (more[kind]?.test(text)) return true;
    // "Jetzt" and "kaufen" in two boxes come as one word, or a word in pieces.
    return squeezed[kind].test(tight) || (word[kind].test(text) && !(kind === 'delete' && cart.test(plain)));
  });
}

/** Letters for what an address writes as `%6F`: whoever answers it reads letters, too. */
const unescaped = (text: string) =>
  text.replace(/(?:%[\da-f]{2})+/gi, (run) => {
    try {
      return decodeURIComponent(run);
    } catch {
      return ' ';
    }
  });

/** The same of what is written for programs: an id, the name of a field, an address, the text of a handler. */
export function saysInCode(text: string): Says {
  const { code } = patterns();
  const written = unescaped(text.slice(0, maxText)).replace(/\d+/g, ' ');
  // As words put together, and as many servers read it: for them capitals make no difference.
  const plain = [...new Set([written.replace(/([a-z])([A-Z])/g, '$1 $2'), written])].map(plainWords);
  return kinds.filter((kind) => plain.some((words) => code[kind].test(words)));
}
