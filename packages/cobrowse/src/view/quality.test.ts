import { fakeClock } from '@theke/kit';
import { describe, expect, it } from 'vitest';
import { createQuality } from './quality.ts';

describe('quality', () => {
  it('[VW116] lag is from arrival to the screen, the slowest of late; rate and jitter are of late too; a quiet line costs nothing', () => {
    const clock = fakeClock();
    const counts = { dropped: 0, pictures: 1, bad: 0 };
    const meter = createQuality(clock, () => counts);
    for (let i = 0; i < 10; i += 1) {
      meter.arrived(500);
      const arrivedMs = clock.elapsed();
      clock.advance(i === 4 ? 80 : 5);
      meter.applied(arrivedMs);
      clock.advance(95);
    }
    clock.advance(200);
    expect(meter.quality.value).toMatchObject({ lagMs: 80, rate: 1_000, pictures: 1 });
    expect(meter.quality.value.jitterMs).toBeGreaterThan(0);
    counts.dropped = 2;
    clock.advance(10_000);
    expect(meter.quality.value).toMatchObject({ lagMs: 0, rate: 0, dropped: 2, jitterMs: 0 });
    expect(clock.pending).toBe(0);
  });

  it("[VW116] it is the same whatever the machines' wall clocks say", () => {
    const lagAt = (startMs: number) => {
      const clock = fakeClock(startMs);
      const meter = createQuality(clock, () => ({ dropped: 0, pictures: 0, bad: 0 }));
      meter.arrived(1);
      const arrivedMs = clock.elapsed();
      clock.advance(30);
      meter.applied(arrivedMs);
      clock.advance(1_000);
      return meter.quality.value.lagMs;
    };
    expect([lagAt(0), lagAt(1_000_000_000_000)]).toEqual([30, 30]);
  });
});
