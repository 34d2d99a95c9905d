const isLetter = /[\p{L}\p{N}]/u;

/**
 * Where a caret belongs in a text its page has put in order: behind as many letters and digits as before. Null if the page did more
 * than space, separate or capitalise them.
 */
export function placeRewritten(from: string, to: string, place: number): number | null {
  const letters = (text: string) => [...text].filter((letter) => isLetter.test(letter)).join('');
  if (letters(from).toLowerCase() !== letters(to).toLowerCase()) return null;
  let left = letters(from.slice(0, place)).length;
  let at = 0;
  while (left > 0) if (isLetter.test(to[at++]!)) left -= 1;
  return at;
}
