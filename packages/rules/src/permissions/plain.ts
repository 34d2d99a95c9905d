// Letters that Unicode does not take apart.
const whole: Record<string, string> = { ß: 'ss', ł: 'l', ø: 'o', đ: 'd', æ: 'ae', œ: 'oe', ı: 'i' };

/** Words alone: lower case, no accents, one space between; everything that is neither letter nor number is a gap. */
export function plainWords(text: string): string {
  const words = text
    .replace(/[\u00ad\u200b-\u200f\u2060\ufeff]/g, '')
    .normalize('NFKD')
    .toLowerCase()
    .replace(/\p{M}/gu, '')
    .replace(/[ßłøđæœı]/g, (char) => whole[char] ?? char)
    // An apostrophe joins in French and Italian: "j'achète" is two words, "l'ordine" too.
    .replace(/[^\p{L}\p{N}€$£]+/gu, ' ')
    .trim();
  // S p a c e d  letters are read as the word they spell.
  return words.replace(/\b\p{L}(?: \p{L}\b){3,}/gu, (letters) => letters.replaceAll(' ', ''));
}
