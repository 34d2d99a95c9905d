/** Pace of what people ask now and then, by hand. */
export const byHand = { perSecond: 1, burst: 10 };
/** Practically without a pace: taking back is always honoured. */
export const always = { perSecond: 1_000, burst: 1_000 };
