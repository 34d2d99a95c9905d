import { describe, expect, it } from 'vitest';
import { createTape } from './tape.ts';

const minute = 60_000;

describe('tape', () => {
  it('[VW118] five minutes are kept: a stretch goes when the next alone reaches back far enough', () => {
    const tape = createTape(5 * minute, 1_000_000);
    for (let at = 0; at <= 20; at += 1) {
      if (at % 2 === 0) tape.note(at * minute, []);
      tape.add(at * minute, `line ${at}`);
    }
    expect(tape.range).toEqual({ fromMs: 15 * minute, toMs: 20 * minute });
    expect(tape.segmentAt(15 * minute)?.fromMs).toBe(14 * minute);
    expect(tape.segmentAt(0)?.fromMs).toBe(14 * minute);
    expect(tape.segmentAt(99 * minute)?.fromMs).toBe(20 * minute);
  });

  it('[VW118] it never takes more than it may, whatever comes', () => {
    const tape = createTape(5 * minute, 10_000);
    let most = 0;
    for (let i = 0; i < 500; i += 1) {
      if (i % 10 === 0) tape.begin(i);
      tape.add(i, 'x'.repeat(400));
      most = Math.max(most, tape.chars);
    }
    expect(most).toBeLessThanOrEqual(10_400);
    expect(tape.chars).toBeLessThanOrEqual(10_000);
    expect(tape.range).not.toBeNull();
    // One stretch alone too large: nothing of it could be shown.
    tape.begin(600);
    for (let i = 0; i < 100; i += 1) tape.add(600, 'x'.repeat(400));
    expect(tape.range).toBeNull();
    expect(tape.chars).toBe(0);
  });

  it('[VW118] a long stretch is split where a note was made of how it looked', () => {
    const tape = createTape(Number.POSITIVE_INFINITY, 1_000_000);
    tape.begin(0);
    for (let i = 0; i < 10; i += 1) tape.add(i * minute, `line ${i}`);
    const [first] = [tape.segmentAt(0)!];
    const before = tape.chars;
    tape.split(first, 6, [{ type: 4, data: { href: 'x', width: 1, height: 1 } }]);
    const second = tape.after(first)!;
    expect(first.entries).toHaveLength(6);
    expect(second.fromMs).toBe(6 * minute);
    expect(second.entries.map((entry) => ('line' in entry ? entry.line : 'own'))).toEqual([
      'own',
      'line 6',
      'line 7',
      'line 8',
      'line 9',
    ]);
    expect(tape.chars).toBe(
      before + second.entries.slice(0, 1).map((entry) => ('own' in entry ? entry.own.length : 0))[0]!,
    );
    expect(first.chars + second.chars).toBe(tape.chars);
    expect(tape.segmentAt(7 * minute)).toBe(second);
  });
});
