import type { Clock } from '@theke/kit';
import type { Frames } from './frames.ts';
import { accent } from './place.ts';

/** Shows the visitor what the agent wanted to press and only they may. */
export interface Instead {
  show(element: Element): void;
  remove(): void;
}

const showMs = 6_000;

/** Makes an {@link Instead}. */
export function createInstead(frames: Frames, clock: Clock): Instead {
  const frame = frames.add({ outline: `3px dashed ${accent}`, outlineOffset: '2px' });
  let end = () => {};

  function remove(): void {
    end();
    frame.around(null);
  }

  return {
    show(element) {
      end();
      // What nobody sees is shown to nobody.
      element.scrollIntoView({ block: 'nearest', inline: 'nearest', behavior: 'instant' });
      frame.around(element);
      end = clock.after(showMs, remove);
    },
    remove,
  };
}
