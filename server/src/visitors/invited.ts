import type { Invited, Visit } from '@theke/protocol';

/** So many invitations of a visit are remembered. */
const maxInvited = 5;

/**
 * What the list shows of a visit's invitations after news of one. The same card (rule and moment) keeps its words: news of an
 * outcome say nothing of them. Undefined forgets all.
 */
export function nextInvited(
  { invitations = [] }: Pick<Visit, 'invitations'>,
  news: Invited | undefined,
): Pick<Visit, 'invited' | 'invitations'> {
  if (!news) return { invited: undefined, invitations: undefined };
  const isSame = (one: Invited) => one.ruleId === news.ruleId && one.at === news.at;
  const known = invitations.find(isSame);
  const next = [{ ...known, ...news }, ...invitations.filter((one) => !isSame(one))]
    .sort((a, b) => b.at - a.at)
    .slice(0, maxInvited);
  return { invited: next[0], invitations: next };
}
