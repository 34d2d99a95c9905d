import { describe, expect, it } from 'vitest';
import { firstLadder, type Ladder, nextLadder } from './ladder.ts';
import { calmVitals } from './testing/fakes.ts';
import { lossBetween, readBars, readVitals } from './vitals.ts';

const good = { rttMs: 50, lossOut: 0, outBps: 2_000_000 };
const lossy = { ...good, lossOut: 0.08 };
const terrible = { ...good, lossOut: 0.2 };
const after = (ladder: Ladder, sample: typeof good, times: number) => {
  let now = ladder;
  for (let i = 0; i < times; i++) now = nextLadder(now, sample);
  return now;
};

describe('the ladder', () => {
  it('[CA25] halves the picture after three lossy samples, not after two', () => {
    expect(after(firstLadder, lossy, 2).step).toBe('full');
    expect(after(firstLadder, lossy, 3).step).toBe('half');
    expect(after(firstLadder, { ...good, rttMs: 450 }, 3).step).toBe('half');
  });

  it('[CA25] pauses the camera on 12 % loss or a starving uplink', () => {
    expect(after(firstLadder, terrible, 3).step).toBe('paused');
    expect(after(firstLadder, { ...good, outBps: 100_000 }, 3).step).toBe('paused');
  });

  it('[CA25] is not kept down by the low estimate that a silent camera causes', () => {
    const paused = after(firstLadder, terrible, 3);
    expect(after(paused, { ...good, outBps: 60_000 }, 5).step).toBe('half');
  });

  it('[CA25] goes up after ten good seconds, and waits longer when that failed at once', () => {
    const paused = after(firstLadder, terrible, 3);
    expect(after(paused, good, 4).step).toBe('paused');
    const up = after(paused, good, 5);
    expect(up.step).toBe('half');
    const again = after(up, terrible, 3);
    expect(again.step).toBe('paused');
    expect(after(again, good, 9).step).toBe('paused');
    expect(after(again, good, 10).step).toBe('half');
  });

  it('[CA25] one bad sample among good ones changes nothing', () => {
    let ladder = firstLadder;
    for (let i = 0; i < 20; i++) ladder = nextLadder(ladder, i % 3 ? good : terrible);
    expect(ladder.step).toBe('full');
  });
});

describe('the figures', () => {
  it('[CA26] reads a browser’s statistics', () => {
    const report = [
      { id: 'T', type: 'transport', selectedCandidatePairId: 'P2' },
      { id: 'P1', type: 'candidate-pair', responsesReceived: 2, currentRoundTripTime: 9 },
      {
        id: 'P2',
        type: 'candidate-pair',
        responsesReceived: 3,
        currentRoundTripTime: 0.0812,
        availableOutgoingBitrate: 500_000,
        localCandidateId: 'L',
        remoteCandidateId: 'R',
      },
      { id: 'L', type: 'local-candidate', candidateType: 'host' },
      { id: 'R', type: 'remote-candidate', candidateType: 'relay' },
      { id: 'A', type: 'inbound-rtp', packetsReceived: 10, packetsLost: 1 },
      { id: 'V', type: 'inbound-rtp', packetsReceived: 90, packetsLost: 4 },
      { id: 'O', type: 'remote-inbound-rtp', fractionLost: 0.03 },
    ];
    expect(readVitals(report)).toEqual({
      packets: 100,
      checks: 5,
      rttMs: 81,
      lossOut: 0.03,
      lostIn: 5,
      outBps: 500_000,
      relay: true,
    });
  });

  it('[CA26] says nothing where the browser says nothing', () => {
    expect(readVitals([])).toMatchObject({ packets: 0, rttMs: null, lossOut: null, outBps: null, relay: false });
  });

  it('[CA26] counts loss between two looks, and never less than none', () => {
    const before = { ...calmVitals, packets: 100, lostIn: 5 };
    expect(lossBetween(before, { ...calmVitals, packets: 190, lostIn: 15 })).toBeCloseTo(0.1);
    expect(lossBetween(before, { ...calmVitals, packets: 100, lostIn: 3 })).toBe(0);
  });

  it.each([
    [40, 0, 4],
    [200, 0, 3],
    [40, 0.03, 3],
    [350, 0, 2],
    [600, 0, 1],
    [40, 0.2, 1],
    [null, 0, 4],
  ] as const)('[CA26] %s ms and %s loss are %s bars', (rttMs, loss, bars) => {
    expect(readBars(rttMs, loss)).toBe(bars);
  });
});
