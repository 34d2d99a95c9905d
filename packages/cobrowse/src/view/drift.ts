import type { Check } from '../checksum.ts';
import { finish } from './apply.ts';
import type { Player } from './player.ts';
import type { Slices } from './slices.ts';

/** Notices when the picture has another shape than the page. */
export interface Drift {
  /** The page had this shape when all that came before was applied. */
  check(player: Player, told: Check & { root?: number }): void;
  halt(): void;
}

// Small enough to be counted between two changes.
const countAtOnce = 5_000;
const maxSkips = 3;

/** Makes a {@link Drift}. Large pages are counted in quiet moments; when there are none, at the price of one. */
export function createDrift(slices: Pick<Slices, 'idle'>, onDrift: () => void): Drift {
  let counting: (() => void) | null = null;
  let skips = 0;

  function halt(): void {
    counting?.();
    counting = null;
  }

  return {
    halt,
    check(player, told) {
      if (counting) skips += 1;
      halt();
      const compare = (own: Check | null) => {
        counting = null;
        // It changed while it was counted: the next check will do.
        skips = own ? 0 : skips + 1;
        if (own && (own.nodes !== told.nodes || own.sum !== told.sum)) onDrift();
      };
      if (player.book.size <= countAtOnce || skips >= maxSkips) compare(finish(player.check(told.root)));
      else counting = slices.idle(player.check(told.root), compare);
    },
  };
}
