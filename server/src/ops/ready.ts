import { statfs } from 'node:fs/promises';
import type { Store } from '../store/open.ts';

/** Under this share of free disk the next write may be the one that fails. */
const minFree = 0.05;
const probeMs = 2_000;
const lagLookMs = 500;
const maxLagMs = 1_000;

export interface Health {
  /** The process answers and its event loop turns. */
  live(): boolean;
  /** Messages could be kept right now; else why not. */
  ready(): Promise<{ ok: true } | { ok: false; why: 'draining' | 'database' | 'disk' }>;
  drain(): void;
  stop(): void;
}

export function createHealth(powers: { store: Store; dataDir: string; elapsed(): number }): Health {
  const { store, elapsed } = powers;
  let draining = false;
  let lagMs = 0;
  let lookedMs = elapsed();
  const timer = setInterval(() => {
    lagMs = elapsed() - lookedMs - lagLookMs;
    lookedMs = elapsed();
  }, lagLookMs);
  timer.unref();

  const inTime = (work: Promise<boolean>) =>
    Promise.race([work, new Promise<boolean>((done) => setTimeout(() => done(false), probeMs).unref())]).catch(
      () => false,
    );

  return {
    live: () => lagMs < maxLagMs,
    async ready() {
      if (draining) return { ok: false, why: 'draining' };
      if (!(await inTime(store.probe()))) return { ok: false, why: 'database' };
      if (store.kind === 'sqlite') {
        const disk = await statfs(powers.dataDir).catch(() => null);
        if (disk && disk.blocks > 0 && disk.bavail / disk.blocks < minFree) return { ok: false, why: 'disk' };
      }
      return { ok: true };
    },
    drain: () => {
      draining = true;
    },
    stop: () => clearInterval(timer),
  };
}
