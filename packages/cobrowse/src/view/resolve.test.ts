import { describe, expect, it } from 'vitest';
import type { Added, PageEvent } from '../events.ts';
import { inOrder, resolve } from './resolve.ts';

const added = (id: number, parentId: number, nextId: number | null = null): Added => ({
  parentId,
  nextId,
  node: { type: 3, id, textContent: '' },
});
const ids = (adds: Added[]) => adds.map(({ node }) => node.id);

describe('what speaks of nodes', () => {
  it('[VW13] added nodes come after their parents and right neighbours, in whatever order they were told', () => {
    const { fit, lost } = inOrder(
      [added(12, 11), added(13, 1, 11), added(11, 1), added(14, 13, null)],
      (id) => id === 1,
    );
    expect(ids(fit)).toEqual([11, 12, 13, 14]);
    expect(lost).toBe(0);
  });

  it('[VW13] nodes with unknown or circular places are lost, with what hangs on them, and in no time', () => {
    expect(
      inOrder(
        [added(5, 6), added(6, 5), added(7, 5), added(8, 1), added(9, 99), added(10, 9), added(20, 20)],
        (id) => id === 1,
      ),
    ).toMatchObject({ lost: 6, fit: [{ node: { id: 8 } }] });
    const chain = Array.from({ length: 20_000 }, (_, i) => added(i + 2, i + 1)).reverse();
    expect(inOrder(chain, (id) => id === 1).fit).toHaveLength(20_000);
  });

  it('[VW14] a change of something that is not there is left out and counted; a removal of it is not worth a word', () => {
    let missing = 0;
    const known = new Set([1, 2, 3]);
    const nodeOf = (id: number) => (known.has(id) ? ({} as Node) : null);
    const event = (data: object): PageEvent =>
      ({ type: 3, data: { source: 0, adds: [], removes: [], texts: [], attributes: [], ...data } }) as PageEvent;
    const run = (given: PageEvent) => resolve(given, nodeOf, () => (missing += 1));
    expect(
      run(
        event({
          removes: [
            { id: 9, parentId: 1 },
            { id: 2, parentId: 1 },
          ],
        }),
      ),
    ).toMatchObject({ data: { removes: [{ id: 2 }] } });
    expect(missing).toBe(0);
    expect(
      run(
        event({
          texts: [
            { id: 3, value: 'x' },
            { id: 7, value: 'y' },
          ],
        }),
      ),
    ).toMatchObject({ data: { texts: [{ id: 3 }] } });
    expect(missing).toBe(1);
    expect(run({ type: 3, data: { source: 3, id: 50, x: 0, y: 0 } })).toBeNull();
    expect(missing).toBe(2);
  });
});
