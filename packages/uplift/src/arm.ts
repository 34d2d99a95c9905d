import { fnv1a32 } from './hash.ts';

// Shares are told apart to a hundredth of a per cent, the same grid as the published test vectors of this hash.
const steps = 10_000;

/**
 * A place in [0, 1) that a visitor always has for one salt, and that tells nothing about the place for another salt.
 *
 * `fnv1a32(String(fnv1a32(salt + visitorId))) mod 10000 / 10000`. Hashed twice because a single FNV-1a leaves the buckets of two
 * experiments correlated. Source: version 2 of the hash in GrowthBook's open SDK specification; for non-ASCII ids we hash UTF-8.
 */
export function bucket(visitorId: string, salt: string): number {
  return (fnv1a32(String(fnv1a32(salt + visitorId))) % steps) / steps;
}

/** `holdout` visitors are deliberately not invited; what they buy is what would have been bought anyway. */
export type Arm = 'holdout' | 'invite';

/** Who is in which arm, with the bucket that decided. A new salt is a new experiment. */
export function assignArm(
  visitorId: string,
  { salt, holdoutShare }: { salt: string; holdoutShare: number },
): { arm: Arm; bucket: number } {
  const place = bucket(visitorId, salt);
  return { arm: place < holdoutShare ? 'holdout' : 'invite', bucket: place };
}
