import type { QueuedCall, ThekeFunction } from '../api/commands.ts';

/**
 * Makes the global function. What the stub queued is begun at once, in order, and answered in order: a caller
 * may rely on the first promise being settled before the second.
 */
export function createGlobal(run: (args: unknown[]) => Promise<unknown>, early: ThekeFunction['q']): ThekeFunction {
  const global = ((...args: unknown[]) => run(args)) as unknown as ThekeFunction;
  let before: Promise<unknown> = Promise.resolve();
  const push = ([args, resolve, reject]: QueuedCall) => {
    const answer = run(args as unknown[]);
    before = before.then(() => answer.then(resolve, reject));
    answer.catch(() => {});
  };
  // A copy of the stub that somebody kept goes on pushing here.
  global.q = { push };
  global.version = '0.1.0';
  (early as QueuedCall[] | undefined)?.forEach?.(push);
  return global;
}
