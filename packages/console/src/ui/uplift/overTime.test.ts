import { describe, expect, it } from 'vitest';
import { reports } from '../../testing/upliftScene.ts';
import { drawOverTime, niceStep } from './overTime.ts';

const size = { width: 900, height: 260, guardDays: 14 };

describe('the interval over time', () => {
  it('[UP80] zero is in the picture, the axis has steps people read, and no day stands outside', () => {
    for (const { overTime } of Object.values(reports)) {
      const picture = drawOverTime(overTime, size)!;
      expect(picture.zeroY).toBeGreaterThanOrEqual(picture.plot.top);
      expect(picture.zeroY).toBeLessThanOrEqual(picture.plot.bottom);
      expect(picture.ticks.length).toBeGreaterThanOrEqual(3);
      expect(picture.ticks.length).toBeLessThanOrEqual(9);
      for (const { x } of picture.points) expect(x >= picture.plot.left && x <= picture.plot.right + 0.1).toBe(true);
      expect(`${picture.band}${picture.line}`).not.toMatch(/NaN|Infinity|undefined/);
    }
    expect([0.9, 1.1, 2.2, 7].map((span) => niceStep(span, 1))).toEqual([1, 2, 5, 10]);
  });

  it('[UP80] the later half of the days makes the axis; a band that is wider runs out and that is told', () => {
    const overTime = [100, 200, 300, 400].map((visitors, n) => ({
      day: `2026-09-0${n + 1}`,
      visitors,
      interval: { estimate: 0.1, low: n === 0 ? -0.9 : 0.02, high: n === 0 ? 9 : 0.18 },
    }));
    const picture = drawOverTime(overTime, size)!;
    expect(picture.clipped).toBe(true);
    expect(picture.ticks.at(-1)!.value).toBeCloseTo(0.2);
    expect(drawOverTime(overTime.slice(1), size)!.clipped).toBe(false);
  });

  it('[UP80] days without an interval are left out, an open end runs off, one day alone is drawn, none is no picture', () => {
    const none = { day: '2026-09-01', visitors: 10, interval: null };
    expect(drawOverTime([none], size)).toBe(null);
    const open = { day: '2026-09-03', visitors: 30, interval: { estimate: 0.2, low: -0.3 } as never };
    const picture = drawOverTime([open, none], size)!;
    expect(picture.points.map(({ day, at }) => [day, at])).toEqual([['2026-09-03', 2]]);
    expect(picture.clipped).toBe(true);
    expect(picture.band).not.toMatch(/NaN|Infinity/);
  });

  it('[UP75] the day from which verdicts are given is marked once the picture reaches it', () => {
    expect(drawOverTime(reports.better.overTime, size)!.guardX).toBeGreaterThan(0);
    expect(drawOverTime(reports.tooEarly.overTime, size)!.guardX).toBe(null);
  });
});
