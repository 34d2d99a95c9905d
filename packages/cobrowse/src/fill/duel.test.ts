import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type DuelSetup, runDuel } from '../testing/duel.contract.ts';

const fair = { equal: 3, visitorLost: 0, agentLost: 0, doubled: 0, refused: [] };

describe('two writers in one field', () => {
  it('[CT55] have the same text in the end, whatever the line delays and swaps, and no letter of either is lost', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.integer(),
        fc.constantFrom(0, 300),
        fc.constantFrom(0, 1_500),
        async (seed, maxDelayMs, lockMs) => {
          expect(await runDuel({ edits: 120, seed, maxDelayMs, lockMs })).toMatchObject(fair);
        },
      ),
      { numRuns: 40 },
    );
  });

  it('[CT56] the same when acts, answers and news get lost on the way', async () => {
    await fc.assert(
      fc.asyncProperty(fc.integer(), fc.constantFrom(0.02, 0.1), async (seed, loss) => {
        expect(await runDuel({ edits: 100, seed, loss })).toMatchObject(fair);
      }),
      { numRuns: 40 },
    );
  });

  it('[CT55] 10 000 edits with 0 to 300 ms of delay: both equal, nothing of the visitor lost', async () => {
    const setup: DuelSetup = { edits: 10_000, seed: 7, maxDelayMs: 300, lockMs: 1_500 };
    const result = await runDuel(setup);
    expect(result).toMatchObject(fair);
    expect(result.edits.agent).toBeGreaterThan(3_000);
  });

  it('[CT57] what the page makes of a text comes to both', async () => {
    await fc.assert(
      fc.asyncProperty(fc.integer(), async (seed) => {
        const page = (text: string) => text.replaceAll('A', '').split('').reverse().sort().join('');
        const result = await runDuel({ edits: 60, seed, page });
        expect(result).toMatchObject({ equal: 3, visitorLost: 0, doubled: 0 });
      }),
      { numRuns: 20 },
    );
  });
});
