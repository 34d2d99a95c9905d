import { hasSecrets } from '@theke/rules';

/** Looks through a text that comes piece by piece for what looks like a card number or an IBAN. */
export interface Scanner {
  /** True when something was found. `last`: what was given so far is passed on before anything more comes. */
  scan(piece: string, last: boolean): boolean;
}

// An IBAN in groups has about sixty characters; more than enough, and little to look through twice.
const reach = 256;
// What ends a value of JSON or a word of markup: no number goes on behind it.
const hard = new Set([...`"',:;{}[]<>()/=&|`].map((char) => char.charCodeAt(0)));

/** Makes a {@link Scanner}. Work grows with the piece alone, memory not at all. */
export function createScanner(): Scanner {
  let tail = '';
  return {
    scan(piece, last) {
      const text = tail + piece;
      const from = lastWhole(text);
      tail = text.slice(from);
      // A number that is cut in two could be taken for another one; unless nothing more comes, its rest is waited for.
      return hasSecrets(last ? text : text.slice(0, from));
    },
  };
}

/** Where the last, perhaps unfinished word of a text begins. */
function lastWhole(text: string): number {
  const least = Math.max(0, text.length - reach);
  for (let at = text.length - 1; at >= least; at -= 1) if (hard.has(text.charCodeAt(at))) return at + 1;
  return least;
}
