import type { Aids } from '../aids/index.ts';
import type { Context } from './context.ts';
import type { Stills } from './stills.ts';

/** Stills whose drawing part is fetched when the first canvas or video is told. Where it cannot be had, there are none. */
export function createLateStills(context: Context, load: () => Promise<Aids>): Stills {
  const told = new Set<Element>();
  let stills: Stills | null = null;
  let asked = false;
  let stopped = false;

  async function fetchStills() {
    const { createStills } = await load();
    if (stopped) return;
    stills = createStills(context, context.wake);
    for (const element of told) stills.told(element);
    told.clear();
  }

  return {
    told(element) {
      if (stills) return stills.told(element);
      told.add(element);
      if (asked) return;
      asked = true;
      fetchStills().catch(() => told.clear());
    },
    take: () => stills?.take() ?? [],
    again: () => stills?.again(),
    stop() {
      stopped = true;
      stills?.stop();
    },
  };
}
