import { fakeClock } from '@theke/kit';
import { describe, expect, it } from 'vitest';
import { createWants } from './wants.ts';

function wantsOf() {
  const clock = fakeClock();
  let asked = 0;
  const wants = createWants(clock, () => {
    asked += 1;
  });
  return { clock, wants, asked: () => asked };
}

describe('wishes for pictures', () => {
  it('[VW28] nothing comes: asked after a second and every second, until one is there', () => {
    const { clock, wants, asked } = wantsOf();
    clock.advance(999);
    expect(asked()).toBe(0);
    clock.advance(2_001);
    expect(asked()).toBe(3);
    wants.got();
    clock.advance(10_000);
    expect(asked()).toBe(3);
    expect(clock.pending).toBe(0);
  });

  it('[VW28] one that is on its way is waited for, but not for ever', () => {
    const { clock, wants, asked } = wantsOf();
    wants.coming();
    clock.advance(9_000);
    wants.coming();
    clock.advance(9_000);
    expect(asked()).toBe(0);
    clock.advance(2_000);
    expect(asked()).toBeGreaterThan(0);
    wants.stop();
    expect(clock.pending).toBe(0);
  });

  it('[VW102] a picture that only seems wrong is asked for once in ten seconds', () => {
    const { clock, wants, asked } = wantsOf();
    wants.got();
    expect([wants.doubt(), wants.doubt()]).toEqual([true, false]);
    clock.advance(9_999);
    expect(wants.doubt()).toBe(false);
    clock.advance(1);
    expect(wants.doubt()).toBe(true);
    expect(asked()).toBe(2);
  });
});
