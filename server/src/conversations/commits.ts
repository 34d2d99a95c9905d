import type { Db, Tx } from '../powers.ts';

/** One commit carries at most so many: more would make the first of them wait. */
const maxTogether = 64;

/**
 * Puts pieces of work that arrive while a commit is running into the next commit together: a commit waits for the disk,
 * and the disk takes as long for one as for sixty. When a common commit fails, each piece is tried by itself,
 * so that nobody fails because of a neighbour.
 */
export function createCommits<Work, Result>(db: Db, run: (tx: Tx, work: Work) => Promise<Result>) {
  type Job = { work: Work; done(result: Result): void; failed(error: unknown): void };
  let waiting: Job[] = [];
  let busy = false;

  const commit = async (jobs: Job[]): Promise<void> => {
    try {
      const results = await db.transaction().execute(async (tx) => {
        const all: Result[] = [];
        for (const job of jobs) all.push(await run(tx, job.work));
        return all;
      });
      for (const [index, job] of jobs.entries()) job.done(results[index]!);
    } catch (error) {
      if (jobs.length === 1) return jobs[0]!.failed(error);
      for (const job of jobs) await commit([job]);
    }
  };

  async function drain() {
    if (busy) return;
    busy = true;
    while (waiting.length > 0) {
      // The embedded database answers within the same turn: without this pause nothing could ever gather, and each
      // message would pay for a disk write of its own.
      await new Promise((turn) => setImmediate(turn));
      const jobs = waiting.slice(0, maxTogether);
      waiting = waiting.slice(maxTogether);
      await commit(jobs);
    }
    busy = false;
  }

  return (work: Work): Promise<Result> =>
    new Promise((done, failed) => {
      waiting.push({ work, done, failed });
      void drain();
    });
}
