import { no, type RefusalCode, type VisitorExplanation, yes } from '@theke/protocol';
import type { FakeDesk } from './fakeDesk.ts';

/** A visitor's page that is not there, asked why. */
export interface FakeWhy {
  /** From now on all holds, and the server said no so long ago; it is asked again half a minute after that. */
  deny(agoMs: number): void;
  /** Says no from now on; null: answers again. */
  refuse(code: RefusalCode | null, detail?: string): void;
}

/** The example of the field, while somebody hesitates at the checkout: it has been counting since `sinceMs`. */
function explained(ruleId: string, sinceMs: number, nowMs: number): VisitorExplanation {
  const have = Math.min(90_000, 49_000 + nowMs - sinceMs);
  const leftMs = 90_000 - have;
  return {
    ruleId,
    version: 3,
    state: 'waiting',
    tree: {
      op: 'all',
      value: false,
      of: [
        {
          op: 'any',
          value: false,
          of: [
            { op: 'dwell', value: false, what: 'form:checkout', have, need: 90_000 },
            { op: 'eq', value: false, what: 'product.id', have: 'harbour', need: 'fjord' },
          ],
        },
        { op: 'gte', value: true, what: 'cart.valueCents', have: 12_900, need: 5_000 },
        { op: 'not', value: true, of: [{ op: 'eq', value: false, what: 'search.query', have: '?', need: 'returns' }] },
        {
          op: 'held',
          value: false,
          have: null,
          need: 5_000,
          of: [{ op: 'seen', value: 'unknown', what: 'exit', have: null }],
        },
        { op: 'count', value: false, what: 'rage@voucher', have: 1, need: 3, withinMs: 60_000 },
        { op: 'agent', value: 'unknown', what: 'sales', note: 'serverAsked' },
      ],
    },
    nextChangeInMs: leftMs,
    holdsInMs: null,
    blockers: [
      { path: 'when.of[0].of[0]', want: true },
      { path: 'when.of[3]', want: true, waitMs: 5_000 },
      { path: 'when.of[4]', want: true },
    ],
    gate: { name: 'quiet', opensInMs: 132_000 },
    losesTo: null,
    last: Array.from({ length: 9 }, (_, n) => ({
      what: (['true', 'lostTo', 'false'] as const)[n % 3] ?? 'true',
      agoMs: (9 - n) * 47_000,
      ...(n % 3 === 1 ? { to: 'size-adviser' } : {}),
    })),
  };
}

/** Everything on the page holds, but nobody was free when the server was asked. */
const denied = (ruleId: string, agoMs: number): VisitorExplanation => ({
  ruleId,
  version: 3,
  state: 'held',
  tree: {
    op: 'all',
    value: 'unknown',
    of: [
      { op: 'dwell', value: true, what: 'page', have: 95_000, need: 90_000 },
      { op: 'agent', value: 'unknown', what: 'sales', note: 'serverAsked' },
    ],
  },
  nextChangeInMs: null,
  holdsInMs: 0,
  blockers: [],
  gate: { name: 'backoff', opensInMs: 30_000 - agoMs },
  losesTo: null,
  last: [
    { what: 'asked', agoMs: agoMs + 100 },
    { what: 'denied', agoMs },
  ],
});

/** Lets a server answer why. */
export function addWhy(server: Pick<FakeDesk, 'line'>, now: () => number): FakeWhy {
  const sinceMs = now();
  let refused: ReturnType<typeof no> | null = null;
  let deniedAt: number | null = null;
  Object.assign(server.line.answers, {
    'visitor:explain': ({ ruleId }: { ruleId: string }) =>
      refused ?? yes(deniedAt === null ? explained(ruleId, sinceMs, now()) : denied(ruleId, now() - deniedAt)),
  });
  return {
    deny(agoMs) {
      deniedAt = now() - agoMs;
    },
    refuse(code, detail) {
      refused = code && no(code, detail ? { detail } : {});
    },
  };
}
