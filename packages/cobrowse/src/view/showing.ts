import { createPlayer, type Player } from './player.ts';
import type { Stage } from './stage.ts';
import type { Scheme } from './suit.ts';
import { type AssetUrl, type Cleaner, createCleaner } from './taste.ts';

/** A picture in a layer of its own, shown or still being built. */
export interface Showing {
  player: Player;
  layer: HTMLElement;
  /** Cleans for this picture: what the visitor chose, light or dark, is part of it. */
  clean: Cleaner;
  scheme(): Scheme;
  discard(): void;
}

export interface ShowingPowers {
  stage: Stage;
  frameTitle: string;
  frameLabel: string;
  address: AssetUrl;
}

/** Makes an empty, invisible {@link Showing}. */
export function createShowing(powers: ShowingPowers, onMissing: () => void): Showing {
  const layer = powers.stage.layer();
  const player = createPlayer({
    root: layer,
    frameTitle: powers.frameTitle,
    frameLabel: powers.frameLabel,
    onMissing,
  });
  const scheme = () => player.facts?.scheme ?? 'light';
  return {
    player,
    layer,
    clean: createCleaner(powers.address, scheme),
    scheme,
    discard() {
      player.close();
      layer.remove();
    },
  };
}
