/** What is remembered of an earlier invitation of the same visitor. */
export interface Earlier {
  ruleId: string;
  state: string;
  createdAt: number;
}

export type Hushed = 'busy' | 'dismissed' | 'ignored' | 'gap' | 'often';

const minuteMs = 60_000;
const dayMs = 24 * 60 * minuteMs;

/** Bounds for every rule together; a rule's own come with the rules themselves. */
export const caps = {
  /** Between two invitations, whatever became of the first. */
  gapMs: 5 * minuteMs,
  /** A rule that was dismissed is quiet this long … */
  dismissedMs: dayMs,
  /** … and one that nobody reacted to this long. */
  ignoredMs: 60 * minuteMs,
  shown: { most: 3, withinMs: 7 * dayMs },
};

/** Why a visitor is left in peace now; null when one may be asked. Kept by the server: a page can forget. */
export function hushed(
  earlier: readonly Earlier[],
  ask: { ruleId: string; inConversation: boolean; now: number },
): Hushed | null {
  if (ask.inConversation) return 'busy';
  const within = (ms: number) => earlier.filter((one) => one.createdAt > ask.now - ms);
  const ofRule = (state: string, ms: number) =>
    within(ms).some((one) => one.ruleId === ask.ruleId && one.state === state);
  if (ofRule('dismissed', caps.dismissedMs)) return 'dismissed';
  if (ofRule('expired', caps.ignoredMs)) return 'ignored';
  if (within(caps.gapMs).length > 0) return 'gap';
  return within(caps.shown.withinMs).length >= caps.shown.most ? 'often' : null;
}
