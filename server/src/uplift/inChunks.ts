import { nextTurn } from './nextTurn.ts';

/** Databases take only so many values in one statement; a fixed length also keeps the compiled statements few. */
const chunk = 400;

/** Runs a query for lists of any length, each value once; others are served in between. Not for transactions. */
export async function inChunks<T>(all: readonly T[], run: (some: T[]) => Promise<void>): Promise<void> {
  const once = [...new Set(all)];
  for (let at = 0; at < once.length; at += chunk) {
    const some = once.slice(at, at + chunk);
    // The last list is filled up with what is in it already.
    while (some.length < Math.min(chunk, once.length)) some.push(some[0]!);
    if (at > 0) await nextTurn();
    await run(some);
  }
}
