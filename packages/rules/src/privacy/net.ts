import { digitOf, passesLuhn, passesMod97 } from './digits.ts';

const digit = String.raw`[\d\uff10-\uff19\u0660-\u0669\u06f0-\u06f9]`;
// Between groups of digits on one line of JSON: spaces of all widths, dots, dashes. One of them; more is layout.
const gap = String.raw`[ .\-\u00a0\u2000-\u200b\u2010-\u2015\u202f\u205f\u2060]`;
const between = new RegExp(gap);

// How numbers on cards are grouped where they are grouped at all (4 4 4 1–4, perhaps 1–3 more; 4 6 4–5), or 13 to 19 digits that
// are no part behind the point of a number. Paths and lists of lengths rarely look so.
const cards = new RegExp(
  `(?<!${digit})${digit}{4}${gap}(?:${digit}{4}${gap}${digit}{4}${gap}${digit}{1,4}(?!${digit})(?:${gap}${digit}{1,3}(?!${digit}))?|${digit}{6}${gap}${digit}{4,5}(?!${digit}))|(?<!${digit}|\\.)${digit}{13,19}(?!${digit})`,
  'g',
);

// IBAN registry: letters and length. A list, so that a file named after its hash is none by chance.
const ibanLengths = /* @__PURE__ */ new Map(
  'AD24 AE23 AL28 AT20 AZ28 BA20 BE16 BG22 BH22 BI27 BR29 BY28 CH21 CR22 CY28 CZ24 DE22 DJ27 DK18 DO28 EE20 EG29 ES24 FI18 FK18 FO18 FR27 GB22 GE22 GI23 GL18 GR27 GT28 HN28 HR21 HU28 IE22 IL23 IQ23 IS26 IT27 JO30 KW30 KZ20 LB28 LC32 LI21 LT20 LU20 LV21 LY25 MC27 MD24 ME22 MK19 MN20 MR27 MT31 MU30 NI28 NL18 NO15 OM23 PK24 PL28 PS29 PT25 QA29 RO24 RS22 RU33 SA24 SC31 SD18 SE24 SI19 SK24 SM27 SO23 ST25 SV28 TL23 TN24 TR26 UA29 VA22 VG24 XK20 YE30'
    .split(' ')
    .map((entry) => [entry.slice(0, 2), Number(entry.slice(2))]),
);

function isCard(text: string): boolean {
  const digits = [...text].map(digitOf).filter((value) => value >= 0);
  const { length } = digits;
  return length >= 13 && length <= 19 && digits[0]! > 1 && digits[0]! < 7 && passesLuhn(digits);
}

/** Whether a long text holds a card number as people write them; see {@link hasSecrets}. */
export function hasCards(text: string): boolean {
  cards.lastIndex = 0;
  for (let hit = cards.exec(text); hit; hit = cards.exec(text)) {
    const groups = hit[0].split(between);
    if (isCard(hit[0]) || (groups.length === 5 && isCard(groups.slice(0, 4).join('')))) return true;
    // The next can begin with any later group of this one.
    cards.lastIndex = hit.index + 1;
  }
  return false;
}

function hasIban(text: string): boolean {
  const start = /[A-Za-z]{2}\d\d/g;
  for (let hit = start.exec(text); hit; hit = start.exec(text)) {
    // In JSON a line break before it is written as a letter.
    const before = text.slice(Math.max(0, hit.index - 2), hit.index);
    if (/[A-Za-z0-9]$/.test(before) && !/^\\[nrt]$/.test(before)) continue;
    const length = ibanLengths.get(hit[0].slice(0, 2).toUpperCase());
    if (!length) continue;
    let iban = '';
    let at = hit.index;
    for (; at < text.length && iban.length < length; at += 1) {
      if (/[A-Za-z0-9]/.test(text[at]!)) iban += text[at];
      else if (!between.test(text[at]!) || !/[A-Za-z0-9]/.test(text[at + 1] ?? '')) break;
    }
    if (iban.length < length || /[A-Za-z0-9]/.test(text[at] ?? '')) continue;
    // In one case throughout, as people and forms write it; a scrap of base64 is not.
    if (iban !== iban.toUpperCase() && iban !== iban.toLowerCase()) continue;
    if ((iban.match(/\d/g)?.length ?? 0) >= 8 && passesMod97(iban)) return true;
  }
  return false;
}

/**
 * Whether a long text, such as the lines of a page chunk, holds a card number or an IBAN as people write them: the second net,
 * for whoever passes on what was scrubbed already.
 *
 * Narrower than `scrubSecrets`, which leaves nothing this finds: ids, coordinates, lengths in style sheets, numbers of paths and
 * base64 are no hits. One pass; time grows with the length only.
 */
export function hasSecrets(text: string): boolean {
  return hasCards(text) || hasIban(text);
}
