/** What stands for a hidden word. Always the same length: the length of a word can give it away. */
export const block = '▪▪▪▪';

// Twelve are enough to see a paragraph; more would let long texts be told apart by their word count.
const maxWords = 12;

/** The shape of a text without its content: one constant block per word, one space or line break per gap, at most twelve words. */
export function shapeOf(text: string): string {
  const parts = text.match(/\s+|\S+/g) ?? [];
  let words = 0;
  let shape = '';
  for (const part of parts) {
    if (/^\s/.test(part)) {
      shape += part.includes('\n') ? '\n' : ' ';
    } else if (words === maxWords) {
      return `${shape}…`;
    } else {
      words += 1;
      shape += block;
    }
  }
  return shape;
}
