import type { Clock } from '@theke/kit';
import type { FieldNews } from '@theke/protocol';

type Changed = FieldNews & { kind: 'changed' };

/** Puts news of one field in their order, and asks for the whole when one does not come. */
export interface InOrder {
  told(news: Changed): void;
  /** News up to this one must be on its way. If it does not come, it is asked for. */
  expect(rev: number): void;
  /** Asks for the whole now. */
  ask(): Promise<void>;
  /** Being asked for. */
  readonly missing: boolean;
  stop(): void;
}

// Longer than news takes to come out of order, shorter than anybody's patience.
const waitMs = 600;
const maxEarly = 50;

/** Makes {@link InOrder}. `again` gets the whole field and says so by what `rev` gives after it. */
export function createInOrder(powers: {
  clock: Clock;
  rev(): number;
  take(news: Changed): void;
  again(): Promise<void>;
  ready(): void;
}): InOrder {
  const early = new Map<number, Changed>();
  let cancel: (() => void) | null = null;
  let missing = false;
  let stopped = false;
  let expected = 0;

  function drain(): void {
    for (let next = early.get(powers.rev() + 1); next && !stopped; next = early.get(powers.rev() + 1)) {
      early.delete(next.rev);
      powers.take(next);
    }
    for (const rev of [...early.keys()]) if (rev <= powers.rev()) early.delete(rev);
    if (early.size > 0 || expected > powers.rev()) arm();
    else {
      cancel?.();
      cancel = null;
    }
  }

  function arm(): void {
    if (!stopped) cancel ??= powers.clock.after(waitMs, () => void ask());
  }

  async function ask(): Promise<void> {
    cancel?.();
    cancel = null;
    if (missing || stopped) return;
    missing = true;
    await powers.again();
    missing = false;
    if (stopped) return;
    drain();
    powers.ready();
  }

  return {
    told(news) {
      if (news.rev <= powers.rev() || early.size >= maxEarly) return;
      early.set(news.rev, news);
      drain();
    },
    expect(rev) {
      expected = Math.max(expected, rev);
      arm();
    },
    ask,
    get missing() {
      return missing;
    },
    stop() {
      stopped = true;
      cancel?.();
    },
  };
}
