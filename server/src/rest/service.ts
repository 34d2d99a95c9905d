/** As much of a conversation as the service report reads. Times in milliseconds. */
export interface ServiceRow {
  id: string;
  started_at: number;
  ended_at: number | null;
  status: string;
  rating: number | null;
}

/** Figures of a stretch of time. `null` where there is nothing to compute from: never a made-up zero. */
export interface ServiceReport {
  conversations: number;
  answered: number;
  waiting: number;
  ended: number;
  firstReplyMs: { median: number | null; p90: number | null };
  rating: { count: number; mean: number | null };
}

/** Computes the report. `firstReplyAt`: conversation → time of the first text by an agent. */
export function serviceReport(rows: readonly ServiceRow[], firstReplyAt: ReadonlyMap<string, number>): ServiceReport {
  const waits = rows
    .flatMap((row) => {
      const at = firstReplyAt.get(row.id);
      return at === undefined ? [] : [at - row.started_at];
    })
    .sort((a, b) => a - b);
  const ratings = rows.flatMap((row) => (row.rating === null ? [] : [row.rating]));
  const mean = ratings.length ? ratings.reduce((sum, one) => sum + one, 0) / ratings.length : null;
  return {
    conversations: rows.length,
    answered: waits.length,
    waiting: rows.filter((row) => row.status === 'waiting').length,
    ended: rows.filter((row) => row.status === 'ended').length,
    firstReplyMs: { median: quantile(waits, 0.5), p90: quantile(waits, 0.9) },
    rating: { count: ratings.length, mean },
  };
}

/** Nearest rank, so that the figure is one that really occurred. */
function quantile(sorted: readonly number[], share: number): number | null {
  return sorted[Math.max(0, Math.ceil(share * sorted.length) - 1)] ?? null;
}
