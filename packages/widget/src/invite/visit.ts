import type { Clock } from '@theke/kit';
import type { Device } from '@theke/protocol';
import type { Core } from '../core.ts';
import type { Given } from './facts.ts';
import type { InviteMemory } from './memory.ts';

/** By what is in the hand, not by its name: a finger and a small screen, a finger, or anything else. */
export function deviceOf({ matchMedia, screen }: Window & typeof globalThis): Device {
  if (!matchMedia('(pointer:coarse)').matches) return 'desktop';
  return Math.min(screen.width, screen.height) < 600 ? 'phone' : 'tablet';
}

/** Where an address says the visitor came from: the shop's own marks, or those of the large networks. */
export function sourceOf(search: string): Given | null {
  const query = new URLSearchParams(search);
  const [source, medium, campaign] = ['source', 'medium', 'campaign'].map((name) =>
    query.get(`utm_${name}`)?.slice(0, 100),
  );
  if (source || medium || campaign) return { source, medium, campaign };
  for (const [mark, source] of [
    ['gclid', 'google'],
    ['msclkid', 'bing'],
    ['fbclid', 'facebook'],
  ] as const)
    if (query.has(mark)) return { source, medium: 'cpc' };
  return null;
}

/** The visitor's own wall clock, as an IANA zone. */
export const zoneOf = () => Intl.DateTimeFormat().resolvedOptions().timeZone;

/** Facts about the visit that few rules ask for, or that cost something to know. */
export function visitFacts({ window, mayStore }: Core, clock: Clock, { kept }: InviteMemory): Given {
  const { document, location, navigator } = window;
  kept.source = sourceOf(location.search) ?? kept.source;
  const facts = {
    ...kept.source,
    device: deviceOf(window),
    language: navigator.language,
    referrer: document.referrer || null,
    timeZone: zoneOf(),
    returning: kept.atMs || mayStore() ? !!kept.before : null,
    ordered: !!kept.ordered,
    lastOrderDays: kept.orderedAtMs ? Math.floor((clock.now() - kept.orderedAtMs) / 86_400_000) : null,
  };
  return Object.fromEntries(Object.entries(facts).map(([name, value]) => [`visit.${name}`, value]));
}
