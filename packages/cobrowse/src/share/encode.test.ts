import { afterEach, describe, expect, it } from 'vitest';
import { encode } from './encode.ts';

const event = { type: 3, data: { list: [1, 'zwei "quoted"', null, true, [], {}], none: undefined } };
const plain = JSON.stringify(event);

afterEach(() => {
  for (const proto of [Array.prototype, Object.prototype]) Reflect.deleteProperty(proto, 'toJSON');
});

describe('encoding', () => {
  it('[SH9] is JSON, also where a page has bent how arrays and objects are written', () => {
    expect(encode(event)).toBe(plain);
    Object.assign(Array.prototype, { toJSON: () => 'bent' });
    expect(encode(event)).toBe(plain);
    Object.defineProperty(Object.prototype, 'toJSON', { value: () => 'bent', configurable: true });
    expect(encode(event)).toBe(plain);
  });
});
