import type { PagePrivacy, PrivacyRule } from '@theke/protocol';
import { matchesPage } from './pageGlob.ts';

/** The selectors that hold on one page, each on its own, by what they mark. */
export interface RulesHere {
  show: string[];
  mask: string[];
  block: string[];
  deny: string[];
  /** What the site's preset shows, and what stays masked within that. Any mark and any rule goes before it. */
  preset: { show: readonly string[]; mask: readonly string[] };
}

const nothing = { show: [], mask: [] };

/**
 * What of a site's privacy holds on the page with this path. `reads` tells whether a selector can be used at all.
 *
 * A rule that cannot be read never opens anything: where it would have hidden something, or kept agents from acting, nothing is
 * shown by rule or preset any more (`broken`), until it is mended. A show rule that cannot be read shows nothing.
 */
export function rulesHere(
  privacy: PagePrivacy,
  path: string,
  reads: (selector: string) => boolean,
): RulesHere & { broken: PrivacyRule[] } {
  const here: RulesHere = { show: [], mask: [], block: [], deny: [], preset: nothing };
  const broken: PrivacyRule[] = [];
  for (const rule of privacy.rules) {
    if (rule.page !== undefined && !matchesPage(path, rule.page)) continue;
    if (isWhole(rule.selector) && reads(rule.selector)) here[rule.mark].push(rule.selector);
    else if (rule.mark !== 'show') broken.push(rule);
  }
  if (broken.length > 0) here.show = [];
  else if (privacy.preset === 'shop') here.preset = privacy.presetLists ?? nothing;
  return { ...here, broken };
}

/**
 * Whether a selector stands for itself: nothing in it is left open, which a browser would close at the end of the text, but
 * which would swallow what is joined to it.
 */
export function isWhole(selector: string): boolean {
  const bare = selector.replace(/\\[^\n]|"(?:[^"\\\n]|\\[\s\S])*"|'(?:[^'\\\n]|\\[\s\S])*'/g, '_');
  if (!bare.trim() || /["'\\{};@]|\/\*|<!--/.test(bare)) return false;
  const open: string[] = [];
  for (const char of bare) {
    if (char === '(' || char === '[') open.push(char === '(' ? ')' : ']');
    else if ((char === ')' || char === ']') && open.pop() !== char) return false;
  }
  return open.length === 0 && !/^\s*,|,\s*(,|$)/.test(bare);
}
