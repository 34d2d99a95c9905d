import type { Invited, Visit } from '@theke/protocol';
import { afterEach, expect, it } from 'vitest';
import { startTestServer, type TestServer } from '../testing/server.ts';
import { nextInvited } from './invited.ts';

type Known = Pick<Visit, 'invited' | 'invitations'>;
const shown = (at: number, more: Partial<Invited> = {}): Invited => ({ ruleId: 'r', at, outcome: 'shown', ...more });
const after = (...news: Invited[]) => news.reduce<Known>((known, one) => nextInvited(known, one), {});

let test: TestServer | undefined;
afterEach(() => test?.close());

it('[IN400] an invitation keeps its version, variant and words when news of its outcome come', () => {
  const { invited, invitations } = after(
    shown(1, { version: 3, variant: 'b' }),
    shown(9, { ruleId: 'by-hand', text: 'Hello there' }),
    { ruleId: 'r', at: 1, outcome: 'dismissed' },
  );
  expect(invited).toEqual({ ruleId: 'by-hand', at: 9, outcome: 'shown', text: 'Hello there' });
  expect(invitations).toEqual([invited, { ruleId: 'r', at: 1, outcome: 'dismissed', version: 3, variant: 'b' }]);
});

it('[IN400] the newest five are kept, and none where the site does not want it', () => {
  const known = after(...[1, 2, 3, 4, 5, 6, 7].map((at) => shown(at)));
  expect(known.invitations?.map(({ at }) => at)).toEqual([7, 6, 5, 4, 3]);
  expect(known.invited).toEqual(shown(7));
  expect(nextInvited(known, undefined)).toEqual({ invited: undefined, invitations: undefined });
});

it('[IN400] the list of visitors tells which version and which text a rule’s card had, and an agent’s own words', async () => {
  test = await startTestServer();
  const anna = await test.agent('anna@demo.shop', { skills: ['sales'] });
  const visitor = await test.visitor();
  const wish = { ruleId: 'r1', version: 4, skill: 'sales', terms: { digest: 'd', variants: ['a'] } };
  const offer = await visitor.must('invitation:ask', wish);
  if (offer.show) await visitor.must('invitation:answer', { token: offer.token, answer: 'dismissed' });
  await anna.must('invitation:send', { visitorId: visitor.visitorId, skill: 'sales', text: 'Kann ich helfen?' });
  const { invitations, invited } = await anna.until('visit:changed', (visit) => visit.invitations?.length === 2);
  expect(invitations).toMatchObject([
    { ruleId: 'by-hand', outcome: 'shown', text: 'Kann ich helfen?' },
    { ruleId: 'r1', outcome: 'dismissed', version: 4, variant: 'a' },
  ]);
  expect(invited).toEqual(invitations?.[0]);
});
