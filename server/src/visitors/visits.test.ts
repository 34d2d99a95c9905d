import { fakeClock } from '@theke/kit';
import { expect, it } from 'vitest';
import { vera } from '../relay/testing/bench.ts';
import { createVisits } from './visits.ts';

const minuteMs = 60_000;
const page = (path: string) => ({ url: `https://shop.test${path}` });

it('[IN202] a visit ends after half an hour without a page, though the tab stays open; what it was invited with ends with it', () => {
  const clock = fakeClock();
  const quiet = { tellChanged: () => {}, tellGone: () => {}, onGone: () => {} };
  const visits = createVisits({ ...clock, ...quiet });
  visits.hello(vera(), page('/a'));
  const began = clock.now();
  visits.invited('vera', { ruleId: 'r', at: began, outcome: 'shown' });
  clock.advance(20 * minuteMs);
  visits.hello(vera(), page('/a'));
  clock.advance(20 * minuteMs);
  visits.page('vera', page('/b'));
  expect(visits.of('vera')).toMatchObject({ visitSinceAt: began, invited: { outcome: 'shown' } });
  clock.advance(30 * minuteMs);
  visits.page('vera', page('/b'));
  expect(visits.of('vera')).toMatchObject({ visitSinceAt: clock.now(), invited: undefined });
  clock.advance(30 * minuteMs);
  visits.hello(vera(), page('/b'));
  expect(visits.of('vera')?.visitSinceAt).toBe(clock.now());
});
