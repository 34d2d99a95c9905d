import { digitOf, passesLuhn, passesMod97 } from './digits.ts';
import { block } from './shape.ts';

/** Half-open stretch of a text. */
type Span = readonly [from: number, to: number];

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

/** For every digit of a run, how many digits stand around it without a gap; 0 where a group begins. */
function groupsBefore(run: readonly Mark[]): number[] {
  const starts = run.map((mark, i) => i === 0 || run[i - 1]!.at + 1 !== mark.at);
  return run.map((_, i) => {
    if (starts[i]) return 0;
    const from = starts.lastIndexOf(true, i);
    const next = starts.indexOf(true, i);
    return (next < 0 ? run.length : next) - from;
  });
}

function cardsIn(run: readonly Mark[]): Span[] {
  const spans: Span[] = [];
  // A card begins and ends with a group. Inside one long number (card, expiry and code typed without a gap) only the two
  // lengths nearly every card has are looked for, or else every parcel number would be hidden by chance.
  const inside = groupsBefore(run);
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

function ibansIn(text: string): Span[] {
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
  for (const [from, to] of spans.sort((a, b) => a[0] - b[0])) {
    // An account number can look like a card too; then both go as one.
    if (from >= at) rest += text.slice(at, from) + block;
    at = Math.max(at, to);
  }
  return rest + text.slice(at);
}

/**
 * Text with everything that looks like a card number or an IBAN replaced, and whether there was any.
 *
 * By check digits, so about one in ten other numbers of 13 to 19 digits goes too: hiding a part number harms less than showing a card.
 */
export function scrubSecrets(text: string): { text: string; found: boolean } {
  const spans = [...ibansIn(text), ...digitRuns(text).flatMap(cardsIn)];
  return spans.length > 0 ? { text: cut(text, spans), found: true } : { text, found: false };
}
