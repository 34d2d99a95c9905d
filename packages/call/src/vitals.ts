/** One look at a link's health. Counts only grow; `null` means the browser does not tell. */
export interface Vitals {
  /** Media packets that arrived, all lines together. */
  packets: number;
  /** Answers to connectivity checks: life on a path that carries no media. */
  checks: number;
  rttMs: number | null;
  /** Part of what we sent that the other side missed, 0 to 1. */
  lossOut: number | null;
  /** Packets of the other side that never came, a count. */
  lostIn: number;
  /** What the browser thinks the way out can carry. */
  outBps: number | null;
  relay: boolean;
}

/** What a person may be told about the line: four bars, and the figures behind them. */
export interface Quality {
  bars: 1 | 2 | 3 | 4;
  rttMs: number | null;
  /** The worse direction, 0 to 1. */
  loss: number;
  /** Through a TURN server rather than directly. */
  relay: boolean;
  /** The camera was taken off the line because it is weak; sound has gone on. */
  cameraPaused: boolean;
}

type Stat = Record<string, unknown> & { id: string; type: string };
const figure = (value: unknown) => (typeof value === 'number' ? value : null);

/** Reads {@link Vitals} out of a browser's statistics. */
export function readVitals(report: Iterable<Stat>): Vitals {
  const stats = [...report];
  const byId = new Map(stats.map((stat) => [stat.id, stat]));
  const ofType = (type: string) => stats.filter((stat) => stat.type === type);
  const sum = (type: string, name: string) => ofType(type).reduce((all, stat) => all + (figure(stat[name]) ?? 0), 0);

  const selectedId = ofType('transport').find((stat) => stat.selectedCandidatePairId)?.selectedCandidatePairId;
  const pair =
    byId.get(String(selectedId)) ??
    ofType('candidate-pair').find((stat) => stat.nominated && stat.state === 'succeeded');
  const rtt = figure(pair?.currentRoundTripTime);
  const losses = ofType('remote-inbound-rtp').map((stat) => figure(stat.fractionLost) ?? 0);
  const ends = [byId.get(String(pair?.localCandidateId)), byId.get(String(pair?.remoteCandidateId))];
  return {
    packets: sum('inbound-rtp', 'packetsReceived'),
    checks: sum('candidate-pair', 'responsesReceived'),
    rttMs: rtt === null ? null : Math.round(rtt * 1000),
    lossOut: losses.length ? Math.max(...losses) : null,
    lostIn: sum('inbound-rtp', 'packetsLost'),
    outBps: figure(pair?.availableOutgoingBitrate),
    relay: ends.some((end) => end?.candidateType === 'relay'),
  };
}

/** Loss on the way in between two looks, 0 to 1. */
export function lossBetween(before: Vitals, after: Vitals): number {
  const lost = Math.max(0, after.lostIn - before.lostIn);
  const came = Math.max(0, after.packets - before.packets);
  return lost + came === 0 ? 0 : lost / (lost + came);
}

/** Four bars for people. The bounds are where talk is felt to suffer: 150, 300 and 500 ms; 2, 5 and 10 %. */
export function readBars(rttMs: number | null, loss: number): 1 | 2 | 3 | 4 {
  const rtt = rttMs ?? 0;
  if (rtt > 500 || loss > 0.1) return 1;
  if (rtt > 300 || loss > 0.05) return 2;
  if (rtt > 150 || loss > 0.02) return 3;
  return 4;
}
