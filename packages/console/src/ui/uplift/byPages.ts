import type { UpliftReport } from '@theke/protocol';

/** Customers without an order that the shop's own server told, and all customers. */
export function byPagesOnly({ arms, confirmed }: UpliftReport): { count: number; buyers: number } {
  const buyers = arms.invite.buyers + arms.holdout.buyers;
  return { count: Math.max(0, buyers - confirmed.buyers.invite - confirmed.buyers.holdout), buyers };
}

/** A difference was counted, and no verdict comes of it: only pages tell of it, or it is not known whose the orders are. */
export const isDoubted = ({ reasons }: UpliftReport): boolean =>
  reasons.some((reason) => reason === 'toldByPages' || reason === 'contested' || reason === 'fewTied');

/** Said before a verdict is near: without the shop's own word there will be none. */
export const needsShopsWord = (report: UpliftReport): boolean => {
  const { count, buyers } = byPagesOnly(report);
  const isOpen = report.verdict === 'tooEarly' || report.verdict === 'inconclusive';
  return isOpen && !report.reasons.includes('toldByPages') && count > buyers / 2;
};
