import { digitOf, passesLuhn, passesMod97 } from './digits.ts';
import { block } from './shape.ts';

/** Half-open stretch of a text. */
export type Span = readonly [from: number, to: number];

// What people put between groups of digits: spaces of all widths, dots, hyphens and dashes, soft and zero-width ones too.
const separator = /[\s.\-\u00ad\u200b-\u200d\u2010-\u2015\u2060\u2212_·]/;
// More in a row is layout, not spelling: two numbers in two columns.
const maxSeparators = 2;
const minCard = 13;
const maxCard = 19;
const minIban = 15;
const maxIban = 34;
// Every IBAN has more; words after something like "AB12" have none.
const minIbanDigits = 8;

interface Mark {
  at: number;
  value: number;
}

function digitRuns(text: string): Mark[][] {
  const runs: Mark[][] = [];
  let run: Mark[] = [];
  let gap = 0;
  for (let at = 0; at < text.length; at += 1) {
    const value = digitOf(text[at]!);
    if (value >= 0) {
      if (run.length === 0) runs.push(run);
      run.push({ at, value });
      gap = 0;
    } else if (run.length > 0) {
      gap += 1;
      if (gap > maxSeparators || !separator.test(text[at]!)) run = [];
    }
  }
  return runs.filter((found) => found.length >= minCard);
}

/** For every digit of a run, how many digits stand around it without a gap; 0 where a group begins. In one pass: runs can be long. */
function groupsAround(run: readonly Mark[]): number[] {
  const inside: number[] = [];
  for (let from = 0; from < run.length; ) {
    let to = from + 1;
    while (to < run.length && run[to - 1]!.at + 1 === run[to]!.at) to += 1;
    inside.push(0);
    for (let i = from + 1; i < to; i += 1) inside.push(to - from);
    from = to;
  }
  return inside;
}

function cardsIn(run: readonly Mark[]): Span[] {
  const spans: Span[] = [];
  // A card begins and ends with a group. Inside one long number (card, expiry and code typed without a gap) only the two
  // lengths nearly every card has are looked for, or else every parcel number would be hidden by chance.
  const inside = groupsAround(run);
  const maySplit = (i: number, length: number) => !inside[i] || (inside[i]! > 16 && (length === 15 || length === 16));
  for (let from = 0; from + minCard <= run.length; from += 1) {
    for (let length = Math.min(maxCard, run.length - from); length >= minCard; length -= 1) {
      const to = from + length;
      if (!maySplit(from, length) || !maySplit(to, length)) continue;
      if (!passesLuhn(run.slice(from, to).map((mark) => mark.value))) continue;
      spans.push([run[from]!.at, run[to - 1]!.at + 1]);
      from = to - 1;
      break;
    }
  }
  return spans;
}

function ibanAt(text: string, start: number): Span | undefined {
  let iban = '';
  let digits = 0;
  let end = 0;
  let gap = 0;
  for (let at = start; at < text.length && iban.length < maxIban; at += 1) {
    const char = text[at]!;
    if (/[a-z0-9]/i.test(char)) {
      iban += char;
      gap = 0;
      if (/\d/.test(char)) digits += 1;
      const next = text[at + 1] ?? ' ';
      const groupEnds = !/[a-z0-9]/i.test(next) || (/\d/.test(char) && /\D/.test(next));
      if (groupEnds && iban.length >= minIban && digits >= minIbanDigits && passesMod97(iban)) end = at + 1;
    } else {
      gap += 1;
      if (gap > maxSeparators || !separator.test(char)) break;
    }
  }
  return end > 0 ? [start, end] : undefined;
}

// People paste from forms that write wide letters and digits.
const narrow = (text: string) =>
  text.replace(/[\uff10-\uff5a]/g, (char) => String.fromCharCode(char.charCodeAt(0) - 0xfee0));

function ibansIn(wide: string): Span[] {
  const text = narrow(wide);
  const spans: Span[] = [];
  const start = /[a-z]{2}[\s\-\u00ad\u200b]?\d{2}/gi;
  for (let hit = start.exec(text); hit; hit = start.exec(text)) {
    // The end of a word is no country ("Karte 5002…"), unless in capitals and without a gap: "IBANDE89…".
    const inWord = /\p{L}/u.test(text[hit.index - 1] ?? '');
    const span = !inWord || /^[A-Z]{2}\d/.test(hit[0]) ? ibanAt(text, hit.index) : undefined;
    if (span) spans.push(span);
    start.lastIndex = span ? span[1] : hit.index + 1;
  }
  return spans;
}

function cut(text: string, spans: Span[]): string {
  let at = 0;
  let rest = '';
  for (const [from, to] of spans) {
    // An account number can look like a card too; then both go as one.
    if (from >= at) rest += text.slice(at, from) + block;
    at = Math.max(at, to);
  }
  return rest + text.slice(at);
}

/** Where card numbers and IBANs stand in a text, in order; stretches can overlap. Time grows with the length only. */
export function secretSpans(text: string): Span[] {
  // Nearly all texts: nothing to look for.
  if (!/\d|[\uff10-\uff19\u0660-\u0669\u06f0-\u06f9]/.test(text)) return [];
  return [...ibansIn(text), ...digitRuns(text).flatMap(cardsIn)].sort((a, b) => a[0] - b[0]);
}

/**
 * Text with everything that looks like a card number or an IBAN replaced, and whether there was any.
 *
 * By check digits, so about one in ten other numbers of 13 to 19 digits goes too: hiding a part number harms less than showing a card.
 */
export function scrubSecrets(text: string): { text: string; found: boolean } {
  let clean = text;
  // What is left of a long row of digits can be a number itself. Twice is chance; after that such rows go as a whole.
  for (let round = 0; round < 3; round += 1) {
    const spans = secretSpans(clean);
    if (spans.length === 0) return { text: clean, found: round > 0 };
    clean = cut(clean, spans);
  }
  for (const run of digitRuns(clean).reverse()) {
    clean = clean.slice(0, run[0]!.at) + block + clean.slice(run.at(-1)!.at + 1);
  }
  return { text: clean, found: true };
}
