import { quantile } from './stats.ts';

/** One way from a sender to a receiver. The measuring side does not know what lies between. */
export interface Way {
  /** Sends message number `n`; calls `acknowledged` when the server has said that it has it. */
  send(n: number, acknowledged: () => void): void;
  /** Calls back with the number of each message that came out at the other side. */
  onArrived(fn: (n: number) => void): void;
}

export interface Ran {
  perSecond: number;
  p50Ms: number;
  p99Ms: number;
}

const patienceMs = 60_000;

/**
 * Sends `count` messages on every way, `window` of them unacknowledged at once: as much as the server can take.
 * The end is when the last one has arrived *and* been acknowledged.
 */
export function flood(ways: readonly Way[], options: { count: number; window: number }): Promise<Ran> {
  return run(ways, options.count, (begin) => {
    for (const one of begin) for (let n = 0; n < Math.min(options.window, options.count); n++) one();
  });
}

/** Sends at a fixed rate over all ways together, whatever comes back: how long it takes when the server is not full. */
export function trickle(ways: readonly Way[], options: { count: number; perSecond: number }): Promise<Ran> {
  return run(ways, options.count, (begin) => {
    const total = ways.length * options.count;
    const sinceMs = performance.now();
    let sent = 0;
    const timer = setInterval(() => {
      // Ways take turns; a late timer makes up for what it owes.
      for (; sent < total && sent <= ((performance.now() - sinceMs) / 1000) * options.perSecond; sent++) {
        begin[sent % begin.length]!(true);
      }
      if (sent >= total) clearInterval(timer);
    }, 1);
  });
}

/** `start` gets one function for each way that sends its next message; `alone`: an answer does not send another one. */
function run(ways: readonly Way[], count: number, start: (begin: ((alone?: boolean) => void)[]) => void): Promise<Ran> {
  const total = ways.length * count;
  const latencies: number[] = [];
  let acknowledged = 0;
  const sinceMs = performance.now();
  return new Promise((done, failed) => {
    const late = setTimeout(
      () => failed(new Error(`${latencies.length} of ${total} arrived, ${acknowledged} acknowledged`)),
      patienceMs,
    );
    const look = () => {
      if (latencies.length < total || acknowledged < total) return;
      clearTimeout(late);
      const seconds = (performance.now() - sinceMs) / 1000;
      done({ perSecond: total / seconds, p50Ms: quantile(latencies, 0.5), p99Ms: quantile(latencies, 0.99) });
    };
    const begin = ways.map((way) => {
      const sentMs = new Float64Array(count);
      let next = 0;
      way.onArrived((n) => {
        latencies.push(performance.now() - sentMs[n]!);
        look();
      });
      const one = (alone = false) => {
        if (next >= count) return;
        const n = next;
        next += 1;
        sentMs[n] = performance.now();
        way.send(n, () => {
          acknowledged += 1;
          if (!alone) one();
          look();
        });
      };
      return one;
    });
    start(begin);
  });
}
