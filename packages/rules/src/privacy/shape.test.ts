import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { shapeOf } from './shape.ts';

describe('shapeOf', () => {
  it('[PR8] puts the same block for every word and keeps only that there was a gap', () => {
    expect(shapeOf('Max Mustermann')).toBe('▪▪▪▪ ▪▪▪▪');
    expect(shapeOf('\n   1234   \t 5 ')).toBe('\n▪▪▪▪ ▪▪▪▪ ');
    expect(shapeOf('')).toBe('');
  });

  it('[PR8] stops after twelve words', () => {
    const shape = shapeOf('a b c d e f g h i j k l m n o');
    expect(shape.match(/▪▪▪▪/g)).toHaveLength(12);
    expect(shape.endsWith('…')).toBe(true);
    expect(shapeOf('a b c d e f g h i j k l').endsWith('…')).toBe(false);
  });

  it('[PR8] is the same for all texts of the same number of words', () => {
    const word = fc.stringMatching(/^\S{1,30}$/);
    fc.assert(
      fc.property(fc.array(fc.tuple(word, word), { minLength: 1, maxLength: 20 }), (pairs) => {
        const left = shapeOf(pairs.map(([word]) => word).join(' '));
        expect(left).toBe(shapeOf(pairs.map(([, word]) => word).join('   ')));
        expect(left).toMatch(/^[▪ …]*$/);
      }),
    );
  });
});
