import type { Clock } from '@theke/kit';
import type { Stream } from '../../streaming.ts';
import { type FromInside, frameLimits } from '../say.ts';

export interface PortStreamPowers {
  post(said: FromInside): void;
  clock: Clock;
  fill(write: (text: string) => void): boolean;
  /** Does it in a task of its own. */
  later(then: () => void): void;
  /** What is to be told is too much for changes: a whole picture. */
  onHeavy(): void;
  /** The page is more than can be told. */
  onTooHeavy(): void;
}

export interface PortStream extends Stream {
  /** The other side has taken one more. */
  took(): void;
}

// Changes after a quiet moment go at once, others together.
const togetherMs = 40;
const maxUntaken = 4;

/** Makes the {@link Stream} of an embedded page: texts through a port instead of chunks on a line. Nothing waits here. */
export function createPortStream(powers: PortStreamPowers): PortStream {
  const { clock } = powers;
  const stats = { stream: 0, chunks: 0, bytes: 0, events: 0, dropped: 0 };
  let n = 0;
  let untaken = 0;
  let behind = true;
  let stopped = false;
  let isDue = false;
  let quietUntilMs = Number.NEGATIVE_INFINITY;
  let scheduled: (() => void) | null = null;

  function tell(text: string, whole: boolean): void {
    powers.post({ step: 'told', n, whole, text });
    n += 1;
    untaken += 1;
    stats.chunks += 1;
    quietUntilMs = clock.elapsed() + togetherMs;
  }

  function drop(): void {
    scheduled?.();
    scheduled = null;
    isDue = false;
    behind = true;
  }

  function wake(): void {
    isDue = true;
    if (stopped || behind || scheduled || untaken >= maxUntaken) return;
    scheduled = clock.after(Math.max(0, quietUntilMs - clock.elapsed()), flush);
  }

  function flush(): void {
    scheduled = null;
    if (stopped || behind || untaken >= maxUntaken) return;
    isDue = false;
    let text = '';
    const isDone = powers.fill((more) => {
      text += more;
    });
    // A picture may have been begun, or everything stopped.
    if (stopped || behind) return;
    if (text.length > frameLimits.changeChars) {
      drop();
      powers.onHeavy();
      return;
    }
    if (text) tell(text, false);
    if (!isDone) powers.later(flush);
    else if (isDue) wake();
  }

  return {
    draft() {
      let text = '';
      return {
        write(more) {
          text += more;
        },
        send() {
          if (stopped) return;
          drop();
          if (text.length > frameLimits.pictureChars) return powers.onTooHeavy();
          behind = false;
          tell(text, true);
        },
        // Nobody comes late to a port.
        sendOnly() {},
      };
    },
    wake,
    drop,
    took() {
      untaken = Math.max(0, untaken - 1);
      if (isDue) wake();
    },
    stop() {
      stopped = true;
      drop();
    },
    get isWhole() {
      return !behind;
    },
    stats,
  };
}
