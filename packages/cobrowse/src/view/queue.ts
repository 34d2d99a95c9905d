import type { Clock } from '@theke/kit';

/** Lines of a stream that wait for their turn. */
export interface Queue<T> {
  push(job: T, chars: number): void;
  /** Does what is due now, as far as the window can bear it. */
  pump(): void;
  clear(): void;
  readonly length: number;
}

export interface QueuePowers<T> {
  clock: Pick<Clock, 'elapsed' | 'after'>;
  /** Whether nobody looks: then there is nothing to be gentle to. */
  isHidden(): boolean;
  /** False: not now; `pump` is called again when it can go on. */
  work(job: T): boolean;
  /** More has come than can ever be shown. */
  onFlood(): void;
}

// In every stretch so much is worked, the rest is the window's own. A few lines always: a small page and its picture are one.
const stretchMs = 50;
const workMs = 30;
const minJobs = 3;
const maxChars = 48_000_000;
const maxJobs = 100_000;
const maxWaitMs = 5_000;

/** Makes a {@link Queue}. A flood never freezes the window: it is worked on in turns, and given up when it only grows. */
export function createQueue<T>(powers: QueuePowers<T>): Queue<T> {
  const { clock } = powers;
  let jobs: { job: T; chars: number; atMs: number }[] = [];
  let next = 0;
  let chars = 0;
  let stretchFromMs = Number.NEGATIVE_INFINITY;
  let workedMs = 0;
  let armed: (() => void) | null = null;
  let working = false;

  function clear(): void {
    jobs = [];
    next = 0;
    chars = 0;
    armed?.();
    armed = null;
  }

  function mayWork(): boolean {
    const nowMs = clock.elapsed();
    if (nowMs - stretchFromMs >= stretchMs) {
      stretchFromMs = nowMs;
      workedMs = 0;
    }
    return powers.isHidden() || workedMs < workMs;
  }

  function pump(): void {
    if (working) return;
    working = true;
    for (let count = 0; next < jobs.length; count += 1) {
      if (!mayWork() && (count >= minJobs || armed)) {
        rest();
        break;
      }
      const fromMs = clock.elapsed();
      const one = jobs[next]!;
      next += 1;
      chars -= one.chars;
      const goesOn = powers.work(one.job);
      workedMs += clock.elapsed() - fromMs;
      if (!goesOn) break;
    }
    working = false;
    if (next >= jobs.length) {
      jobs = [];
      next = 0;
    } else if (next > 1_000) {
      jobs.splice(0, next);
      next = 0;
    }
  }

  function rest(): void {
    if (clock.elapsed() - jobs[next]!.atMs > maxWaitMs) {
      powers.onFlood();
      return;
    }
    armed ??= clock.after(Math.max(1, stretchFromMs + stretchMs - clock.elapsed()), () => {
      armed = null;
      pump();
    });
  }

  return {
    push(job, size) {
      jobs.push({ job, chars: size, atMs: clock.elapsed() });
      chars += size;
      if (chars > maxChars || jobs.length - next > maxJobs) powers.onFlood();
    },
    pump,
    clear,
    get length() {
      return jobs.length - next;
    },
  };
}
