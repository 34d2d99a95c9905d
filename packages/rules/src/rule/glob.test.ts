import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { matchesGlob } from './glob.ts';

describe('globs', () => {
  it.each([
    ['/checkout/pay', '/checkout*', true],
    ['/checkout', '*check*out', true],
    ['/a/b', '/?/?', true],
    ['/a/bc', '/?/?', false],
    ['', '*', true],
    ['', '?', false],
    ['a.c', 'a.c', true],
    ['abc', 'a.c', false],
    ['A', 'a', false],
    ['*', '?', true],
  ])('[IN7] %j against %j is %s', (text, glob, expected) => {
    expect(matchesGlob(text, glob)).toBe(expected);
  });

  it('[IN7] agree with the regular expression they stand for', () => {
    const few = fc.stringMatching(/^[ab/]{0,10}$/);
    const glob = fc.stringMatching(/^[ab/*?]{0,8}$/);
    fc.assert(
      fc.property(few, glob, (text, pattern) => {
        const regex = new RegExp(`^${pattern.replace(/\*/g, '.*').replace(/\?/g, '.')}$`, 's');
        expect(matchesGlob(text, pattern)).toBe(regex.test(text));
      }),
      { numRuns: 2000 },
    );
  });

  it('[IN7] cannot be made to run away', () => {
    let steps = 0;
    const text = new Proxy(Object('a'.repeat(500)), {
      get(target, key) {
        steps += 1;
        const value = Reflect.get(target, key);
        return typeof value === 'function' ? value.bind(target) : value;
      },
    }) as string;
    expect(matchesGlob(text, `${'*a'.repeat(100)}b`)).toBe(false);
    expect(steps).toBeLessThan(3 * 500 * 201);
  });
});
