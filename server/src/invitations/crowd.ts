import { networkOf } from '../handoff/guard.ts';
import { acceptedMs } from './defaults.ts';

/** Cards that visitors without an id, or with one made just now, may hold open at once, from one network. */
const eachNetwork = 2;

/**
 * Cards held by visitors without an id. Anybody can ask without a name, from as many browsers as they like, and each card keeps
 * a place with an agent: so one network holds two at most, and all of them together half of the places. In memory: a card lives
 * for less than two minutes, and where somebody is is not written down.
 */
export function createCrowd(now: () => number) {
  const held = new Map<string, { network: string; untilAt: number }>();

  return {
    /** Whether one more of this address, nameless or as good as that, may keep one of `places`, of which the nameless keep `kept`. */
    hasRoom(ip: string, { places, kept }: { places: number; kept: number }): boolean {
      const network = networkOf(ip);
      let here = 0;
      for (const [token, one] of held)
        if (one.untilAt <= now()) held.delete(token);
        else if (one.network === network) here += 1;
      return here < eachNetwork && kept < Math.ceil(places / 2);
    },
    took: (token: string, ip: string, untilAt: number) => void held.set(token, { network: networkOf(ip), untilAt }),
    /** Accepted, a card keeps its place until the conversation has begun. */
    accepted(token: string) {
      const one = held.get(token);
      if (one) one.untilAt = now() + acceptedMs;
    },
    gave: (token: string) => void held.delete(token),
  };
}

export type Crowd = ReturnType<typeof createCrowd>;
