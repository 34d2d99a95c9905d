import type { Clock } from '@theke/kit';
import type { Visit } from '@theke/protocol';

export interface RadarFeed {
  /** Somebody's page told news. The first is passed on at once, what follows within a quarter of a second together. */
  take(visit: Visit): void;
  /** Forgets what waits of one visitor: they are gone. */
  drop(visitorId: string): void;
  /** Forgets everything that waits: the whole present has just come. */
  clear(): void;
  close(): void;
}

// Four times a second looks alive; each step draws the desk anew, and a busy shop tells twenty things a second.
const gatherMs = 250;

/** Gathers what hundreds of pages tell, so that the screen is drawn a few times a second and not for each of them. */
export function createRadarFeed(powers: { clock: Clock; apply: (visits: readonly Visit[]) => void }): RadarFeed {
  const waiting = new Map<string, Visit>();
  let stopTimer: (() => void) | null = null;
  function flush() {
    stopTimer = null;
    if (waiting.size === 0) return;
    const visits = [...waiting.values()];
    waiting.clear();
    stopTimer = powers.clock.after(gatherMs, flush);
    powers.apply(visits);
  }
  return {
    take(visit) {
      waiting.set(visit.visitorId, visit);
      if (!stopTimer) flush();
    },
    drop: (visitorId) => void waiting.delete(visitorId),
    clear: () => waiting.clear(),
    close() {
      stopTimer?.();
      stopTimer = () => {};
      waiting.clear();
    },
  };
}
