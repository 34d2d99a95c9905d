import type { Clock } from '@theke/kit';
import type { Vitals } from './vitals.ts';

/** Feels whether anything arrives. The browser itself needs 7 s to notice that nothing does. */
export interface Pulse {
  start(): void;
  stop(): void;
  /** From now on only a new arrival counts as life. */
  askProof(): void;
  readonly proved: boolean;
}

export interface PulsePowers {
  clock: Clock;
  read(): Promise<Vitals> | null;
  /** Whether media should be arriving right now. */
  expectsMedia(): boolean;
  /** Nothing has arrived for 2 s although it should. */
  silent(): void;
  /** The proof that was asked for is there. */
  proved(): void;
  /** Every 2 s. */
  tell(vitals: Vitals): void;
}

const lookEveryMs = 500;
/** While a proof is awaited: the key frame waits for it. */
const lookOftenMs = 150;
const silenceMs = 2_000;
const tellEveryMs = 2_000;

/** Makes a {@link Pulse}; stopped at first. */
export function createPulse(powers: PulsePowers): Pulse {
  const { clock } = powers;
  let disarm: (() => void) | null = null;
  let last: Vitals | null = null;
  let proved = true;
  let quietMs = 0;
  let lookedMs = 0;
  let toldMs = 0;

  async function look(): Promise<void> {
    const mine = disarm;
    const vitals = await Promise.resolve(powers.read()).catch(() => null);
    // Stopped or started anew while the browser was counting.
    if (disarm !== mine) return;
    if (vitals) weigh(vitals);
    // What we called may have stopped us.
    if (disarm === mine) arm();
  }

  function weigh(vitals: Vitals): void {
    const nowMs = clock.elapsed();
    const before = last;
    last = vitals;
    // A machine that slept was not listening: the gap since the last look counts as one look only.
    const passedMs = Math.min(nowMs - lookedMs, lookEveryMs * 1.5);
    lookedMs = nowMs;
    const media = before !== null && vitals.packets > before.packets;
    const checks = before !== null && vitals.checks > before.checks;
    quietMs = media || !powers.expectsMedia() ? 0 : quietMs + passedMs;
    if (nowMs - toldMs >= tellEveryMs) {
      toldMs = nowMs;
      powers.tell(vitals);
    }
    if (!proved && (media || checks)) {
      proved = true;
      powers.proved();
    } else if (quietMs >= silenceMs) {
      quietMs = 0;
      powers.silent();
    }
  }

  function arm(): void {
    disarm?.();
    disarm = clock.after(proved ? lookEveryMs : lookOftenMs, () => void look());
  }

  return {
    start() {
      last = null;
      proved = true;
      quietMs = 0;
      lookedMs = clock.elapsed();
      toldMs = lookedMs;
      arm();
    },
    stop() {
      disarm?.();
      disarm = null;
    },
    askProof() {
      proved = false;
      // What arrived since the last look may still be from before the restart.
      last = null;
      if (disarm) arm();
    },
    get proved() {
      return proved;
    },
  };
}
