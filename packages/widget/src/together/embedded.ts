import type { Foreign } from '@theke/cobrowse/share';
import type { PagePrivacy } from '@theke/protocol';
import type { Chunks } from '../lazy.ts';

export interface EmbeddedPowers {
  site: string;
  privacy(): PagePrivacy;
  load(): Promise<Chunks['frames']>;
}

/**
 * Pages of other origins inside the shared one. Their part is fetched when the first frame stands on the page whose origin the site has
 * named; before that, and where it cannot be had, they are boxes like all others.
 */
export function createEmbedded(powers: EmbeddedPowers): Foreign {
  const waiting: Parameters<Foreign['meet']>[] = [];
  let made: Foreign | undefined;
  let asked = false;

  async function fetchIt() {
    const { createForeign } = await powers.load();
    made = createForeign({ site: powers.site, origins: () => powers.privacy().frames });
    // Not those of before a pause: they are met again with the next picture.
    for (const [frame, context] of waiting.splice(0)) made.meet(frame, context);
  }

  return {
    meet(frame, context) {
      if (made) return made.meet(frame, context);
      const { frames } = powers.privacy();
      const src = context.dom.attribute(frame, 'src') ?? '';
      if (!frames.some((origin) => URL.canParse(src, context.base()) && new URL(src, context.base()).origin === origin))
        return;
      waiting.push([frame, context]);
      if (asked) return;
      asked = true;
      fetchIt().catch(() => {
        asked = false;
        waiting.length = 0;
      });
    },
    take: () => made?.take() ?? [],
    again: () => made?.again(),
    rest() {
      waiting.length = 0;
      made?.rest();
    },
    frameOf: (id) => made?.frameOf(id) ?? null,
  };
}
