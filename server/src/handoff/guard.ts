import { createTries, type Tries } from './tries.ts';

/** What was shown to prove a hand-off: tokens cannot be guessed, codes and digits can be tried. */
export type Proof = { kind: 'token' | 'code' | 'digits'; value: string };

const quarterMs = 15 * 60_000;

/**
 * Slows guessing down: five wrong codes of one visitor (or address, without one) then a pause of 15 minutes, twenty wrong
 * ones of an address in an hour, a hundred of a site in 15 minutes. Digits carry 29.9 bit where the letters have 34.6, so a
 * site takes only five wrong ones in 15 minutes: with 200 live codes that is 10⁻⁴ expected hits a day for either kind.
 * Nobody is locked out of links.
 */
export function createGuard() {
  const person = createTries({ limit: 5, windowMs: quarterMs });
  const address = createTries({ limit: 20, windowMs: 60 * 60_000 });
  const siteCodes = createTries({ limit: 100, windowMs: quarterMs });
  const siteDigits = createTries({ limit: 5, windowMs: quarterMs });
  const tokens = createTries({ limit: 600, windowMs: 60 * 60_000 });

  function bounds(proof: Proof, who: { siteId: string; visitorId?: string; ip: string }): [Tries, string][] {
    const from = networkOf(who.ip);
    if (proof.kind === 'token') return [[tokens, from]];
    return [
      [person, who.visitorId ?? from],
      [address, from],
      [proof.kind === 'code' ? siteCodes : siteDigits, who.siteId],
    ];
  }

  return {
    /** Counts a try before it is made, so that a hundred at once are no way round. A number: refused, for so long. */
    enter(proof: Proof, who: { siteId: string; visitorId?: string; ip: string }, nowMs: number) {
      const all = bounds(proof, who);
      const waitMs = Math.max(...all.map(([tries, key]) => tries.waitMs(key, nowMs)));
      if (waitMs > 0) return { ok: false as const, waitMs };
      for (const [tries, key] of all) tries.add(key, nowMs);
      return {
        ok: true as const,
        right() {
          for (const [tries, key] of all) tries.takeBack(key);
        },
      };
    },
  };
}

/** An IPv6 subscriber owns a whole /64. */
export function networkOf(ip: string): string {
  if (!ip.includes(':') || /^::ffff:\d+\.\d+/i.test(ip)) return ip.replace(/^::ffff:/i, '');
  const [head = '', tail] = ip.split('%')[0]!.split('::');
  const left = head ? head.split(':') : [];
  const right = tail ? tail.split(':') : [];
  const zeros = tail === undefined ? [] : Array<string>(Math.max(0, 8 - left.length - right.length)).fill('0');
  return [...left, ...zeros, ...right]
    .slice(0, 4)
    .map((part) => part.replace(/^0+(?=.)/, ''))
    .join(':');
}
