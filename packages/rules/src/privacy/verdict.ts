import type { ElementFacts, Verdict } from './facts.ts';
import { isSecret } from './secret.ts';

/**
 * What of this element may leave the browser.
 *
 * Secrets win over every mark; a block holds for everything inside it; otherwise the nearest mark decides, mask before show.
 */
export function verdictFor(e: ElementFacts): Verdict {
  if (e.inherited === 'block' || e.marks.block || isSecret(e)) return 'block';
  if (e.marks.mask) return 'mask';
  if (e.marks.show) return 'show';
  return e.inherited;
}
