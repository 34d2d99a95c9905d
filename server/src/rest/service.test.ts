import { expect, it } from 'vitest';
import { serviceReport } from './service.ts';

it('[RE39] the service report says null where there is nothing to compute from', () => {
  expect(serviceReport([], new Map())).toMatchObject({
    conversations: 0,
    firstReplyMs: { median: null, p90: null },
    rating: { mean: null },
  });
  const rows = [0, 1, 2, 3].map((n) => ({
    id: `c${n}`,
    started_at: 1_000,
    ended_at: null,
    status: n ? 'ended' : 'waiting',
    rating: n || null,
  }));
  const report = serviceReport(
    rows,
    new Map([
      ['c1', 2_000],
      ['c2', 4_000],
      ['c3', 9_000],
    ]),
  );
  expect(report).toMatchObject({
    answered: 3,
    waiting: 1,
    ended: 3,
    firstReplyMs: { median: 3_000, p90: 8_000 },
    rating: { count: 3, mean: 2 },
  });
});
