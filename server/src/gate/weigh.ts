/** Deepest nesting any of our events has is five; the rest is an attack on whoever walks the value. */
const maxDepth = 16;
const poison = new Set(['__proto__', 'constructor', 'prototype']);

export type Weighing = 'fine' | 'tooLarge' | 'poisoned';

/**
 * Looks over a raw value before any schema walks it: not too much, not too deep, no keys that reach into prototypes.
 * Counts characters, not bytes, and stops at the limit, so a huge value costs no more than a large one.
 */
export function weigh(value: unknown, maxChars: number, depthLimit = maxDepth): Weighing {
  let left = maxChars;
  const walk = (part: unknown, depth: number): Weighing => {
    if (typeof part === 'string') {
      // A storage of ours cannot keep it, and nobody types it.
      if (part.length <= left && part.includes('\0')) return 'poisoned';
      left -= part.length;
    } else left -= 8;
    if (left < 0 || depth > depthLimit) return 'tooLarge';
    if (typeof part !== 'object' || part === null || ArrayBuffer.isView(part) || part instanceof ArrayBuffer)
      return 'fine';
    for (const key of Object.keys(part)) {
      if (poison.has(key)) return 'poisoned';
      left -= key.length;
      const found = walk((part as Record<string, unknown>)[key], depth + 1);
      if (found !== 'fine') return found;
    }
    return 'fine';
  };
  return walk(value, 0);
}
