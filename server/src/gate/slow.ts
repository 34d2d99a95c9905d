import type { Counters } from '../powers.ts';
import { bufferedBytes, terminate } from './buffered.ts';

/** More than this waiting: the live lane skips the screen. */
export const behindBytes = 524_288;
/** More than this waiting: nobody reads there. */
const lostBytes = 2_097_152;
/** Something has been waiting for so long without a single pause: nobody reads there either. */
const stuckMs = 5_000;
const lookMs = 1_000;
/** Under this a connection is merely busy. */
const busyBytes = 65_536;

type Close = { on(event: 'close', fn: () => void): unknown; close(discard?: boolean): void };

/** Closes screens that stopped reading, before they cost memory. They come back and read the present. */
export function watchSlow(powers: {
  clients: () => Record<string, unknown>;
  counters: Counters;
  elapsed(): number;
}): () => void {
  const fullSince = new Map<string, number>();
  const look = () => {
    const clients = powers.clients();
    for (const id of fullSince.keys()) if (!(id in clients)) fullSince.delete(id);
    for (const [id, client] of Object.entries(clients)) {
      const bytes = bufferedBytes(client);
      if (bytes < busyBytes) {
        fullSince.delete(id);
        continue;
      }
      const sinceMs = fullSince.get(id) ?? powers.elapsed();
      fullSince.set(id, sinceMs);
      if (bytes <= lostBytes && powers.elapsed() - sinceMs < stuckMs) continue;
      powers.counters.count('sockets_stuck');
      fullSince.delete(id);
      (client as Close).close(true);
      terminate(client);
    }
  };
  const timer = setInterval(look, lookMs);
  timer.unref();
  return () => clearInterval(timer);
}
