import { leadsTo } from './leads.ts';

interface History {
  canGoBack: boolean;
  entries(): { url: string | null }[];
  currentEntry: { index: number } | null;
}

/**
 * Where going back leads, as far as a page can know: entries of other origins are hidden from it, and then only who
 * sent the visitor here tells.
 */
export function backLeads(window: Window, isSite: (url: URL) => boolean): 'site' | 'elsewhere' {
  const { navigation } = window as { navigation?: History };
  const index = navigation?.currentEntry?.index ?? 0;
  if (navigation && index > 0) return navigation.entries()[index - 1]?.url ? 'site' : 'elsewhere';
  const { referrer } = window.document;
  if (window.history.length < 2 || referrer === '') return 'elsewhere';
  return leadsTo(referrer, window.location.href, isSite) === 'elsewhere' ? 'elsewhere' : 'site';
}
