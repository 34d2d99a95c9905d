import { fakeClock } from '@theke/kit';
import type { ActOutcome, ActTry, Answer } from '@theke/protocol';
import { describe, expect, it } from 'vitest';
import type { Found, Scroller } from '../doors.ts';
import { createReach } from './reach.ts';

const done: Answer<ActOutcome> = { ok: true, value: { done: true } };
const page: Scroller = { node: null, left: 0, top: 100, minLeft: 0, maxLeft: 0, maxTop: 1_000 };

function reachOf(answers: (act: ActTry) => Promise<Answer<ActOutcome>> | Answer<ActOutcome> = () => done) {
  const clock = fakeClock();
  const tried: ActTry[] = [];
  const refused: unknown[][] = [];
  let lost = 0;
  let found: Partial<Found> | null = { node: 7, rx: 0.25, ry: 0.5, field: null };
  let scroller = page;
  const reach = createReach({
    shareId: 's1',
    view: {
      nodeAt: () => found as Found | null,
      scrollerAt: () => scroller,
      seen: { stream: 4, seq: 9 },
    },
    async tryAct(act) {
      tried.push(act);
      return answers(act);
    },
    clock,
    onRefused: (...args) => refused.push(args),
    onLost: () => {
      lost += 1;
    },
  });
  return {
    reach,
    clock,
    tried,
    refused,
    lost: () => lost,
    put: (next: Partial<Found> | null) => {
      found = next;
    },
    scrollTo: (next: Scroller) => {
      scroller = next;
    },
    acts: () => tried.map(({ act }) => act),
  };
}
const settled = () => new Promise((go) => setImmediate(go));

describe('reach', () => {
  it('[VW121] a click becomes an act on the element, with where in it and what the agent had seen; without the grant nothing does', async () => {
    const { reach, tried, acts, put } = reachOf();
    await reach.click(10, 20);
    await reach.key('Enter');
    await reach.back();
    reach.wheel(1, 1, 0, 50);
    expect(await reach.navigate('https://shop.example/')).toBe(false);
    expect(tried).toEqual([]);
    reach.may.control = true;
    await reach.click(10, 20);
    await reach.key('Enter');
    await reach.back();
    expect(await reach.navigate('https://shop.example/')).toBe(true);
    expect(acts()).toEqual([
      { kind: 'click', node: 7, rx: 0.25, ry: 0.5 },
      { kind: 'key', node: 7, key: 'Enter' },
      { kind: 'back' },
      { kind: 'navigate', url: 'https://shop.example/' },
    ]);
    expect(tried[0]).toMatchObject({ shareId: 's1', seen: { stream: 4, seq: 9 } });
    expect(new Set(tried.map(({ actId }) => actId)).size).toBe(4);
    put(null);
    await reach.click(10, 20);
    expect(tried).toHaveLength(4);
    reach.close();
  });

  it('[VW121] a field opens where filling in is granted, and is clicked where only control is', async () => {
    const { reach, acts, put } = reachOf(() => ({ ok: true, value: { done: false, why: 'secret' } }));
    put({ node: 8, rx: 0, ry: 0, field: 'text' });
    reach.may.fill = true;
    await reach.click(1, 1);
    reach.may.fill = false;
    reach.may.control = true;
    await reach.click(1, 1);
    expect(acts().map(({ kind }) => kind)).toEqual(['open', 'click']);
    reach.close();
  });

  it('[VW121] refusals are told with their reason; an act without an answer is told as lost; after the end nothing is', async () => {
    let answer: Answer<ActOutcome> = { ok: true, value: { done: false, why: 'denied', label: 'button', shown: true } };
    const { reach, refused, lost, tried } = reachOf(() => answer);
    reach.may.control = true;
    await reach.click(1, 1);
    answer = { ok: false, refusal: { code: 'notGranted' } };
    await reach.click(1, 1);
    expect(refused).toEqual([['denied', 'button', true], ['notGranted']]);
    answer = { ok: false, refusal: { code: 'timeout' } };
    expect(await reach.navigate('/x')).toBe(false);
    expect(lost()).toBe(1);
    reach.close();
    await reach.click(1, 1);
    expect(tried).toHaveLength(3);
  });

  it('[VW122] many turns of the wheel become one place to scroll to, and one act at a time', async () => {
    const free: ((answer: Answer<ActOutcome>) => void)[] = [];
    const { reach, acts } = reachOf(() => new Promise((go) => free.push(go)));
    reach.may.control = true;
    for (let i = 0; i < 10; i += 1) reach.wheel(5, 5, 0, 40);
    expect(acts()).toEqual([{ kind: 'scroll', node: null, left: 0, top: 140 }]);
    free.shift()!(done);
    await settled();
    // What came meanwhile goes as one, to where it all adds up to.
    expect(acts().slice(1)).toEqual([{ kind: 'scroll', node: null, left: 0, top: 500 }]);
    free.shift()!(done);
    await settled();
    expect(acts()).toHaveLength(2);
    reach.close();
  });

  it('[VW122] places stay within what can be scrolled; at its end nothing is tried; a new gesture begins where the page stands', async () => {
    const { reach, acts, clock, scrollTo } = reachOf();
    reach.may.control = true;
    reach.wheel(5, 5, -400, 5_000);
    await settled();
    reach.wheel(5, 5, 0, 50);
    await settled();
    clock.advance(500);
    scrollTo({ ...page, node: 12, top: 1_000 });
    reach.wheel(5, 5, 0, 50);
    await settled();
    clock.advance(500);
    scrollTo({ node: 12, left: -20, top: 0, minLeft: -300, maxLeft: 0, maxTop: 0 });
    reach.wheel(5, 5, -100, 0);
    await settled();
    expect(acts()).toEqual([
      { kind: 'scroll', node: null, left: 0, top: 1_000 },
      { kind: 'scroll', node: 12, left: -120, top: 0 },
    ]);
    reach.close();
  });

  it('[VW122] a turn that was refused is not tried on', async () => {
    const free: ((answer: Answer<ActOutcome>) => void)[] = [];
    const { reach, acts, refused } = reachOf(() => new Promise((go) => free.push(go)));
    reach.may.control = true;
    for (let i = 0; i < 5; i += 1) reach.wheel(5, 5, 0, 40);
    free.shift()!({ ok: true, value: { done: false, why: 'busy' } });
    await settled();
    expect(acts()).toHaveLength(1);
    expect(refused).toEqual([['busy', undefined, undefined]]);
    reach.close();
  });
});
