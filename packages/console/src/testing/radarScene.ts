import type { Invited, Visit } from '@theke/protocol';
import { visit } from './fixtures.ts';

const pages = [
  ['/en/checkout', 'Checkout', 'checkout'],
  ['/en/product/raincoat-fjord', 'Raincoat Fjord', 'product'],
  ['/en/category/hats', 'Hats', 'category'],
  ['/en/cart', 'Your cart', 'cart'],
  ['/en/help/returns', 'Returns', 'help'],
] as const;

const invitedWith = (invitations: Invited[]) => ({ invited: invitations[0], invitations });

/** The n-th visitor of a busy shop, as their page tells of itself. */
export function radarVisit(no: number, nowMs: number, more: Partial<Visit> = {}): Visit {
  const [path, title, type] = pages[no % pages.length] ?? pages[0];
  const inMs = (no * 7_919) % 240_000;
  return visit(`vis_r${String(no).padStart(4, '0')}`, path, title, nowMs, {
    page: { url: `https://wetterfest.example${path}`, title, type },
    pageSinceAt: nowMs - ((no * 3_571) % 300_000),
    visitSinceAt: nowMs - 300_000 - ((no * 12_347) % 1_800_000),
    context: no % 3 === 0 ? { cart: { valueCents: 1_000 + ((no * 1_777) % 30_000), currency: 'EUR' } } : {},
    device: (['phone', 'desktop', 'tablet'] as const)[no % 3],
    language: no % 4 ? 'de' : 'en',
    returning: no % 5 === 0,
    rulesAt: nowMs,
    rules: [
      { ruleId: 'checkout-help', state: no % 7 === 0 ? 'ready' : 'waiting', ...(no % 7 === 0 ? {} : { inMs }) },
      { ruleId: 'size-adviser', state: 'waiting' },
    ],
    ...(no % 11 === 3
      ? invitedWith([
          { ruleId: 'checkout-help', at: nowMs - 130_000, outcome: 'dismissed', version: 3 },
          { ruleId: 'by-hand', at: nowMs - 700_000, outcome: 'expired', text: 'May I look for your size?' },
        ])
      : {}),
    ...more,
  });
}
