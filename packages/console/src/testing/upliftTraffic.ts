import type { ArmSums } from '@theke/protocol';

// The traffic of shops that are not there.

/** Even numbers below 1 that are the same for every run (Lehmer, 1951). */
export function dice(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state * 48_271) % 2_147_483_647;
    return state / 2_147_483_647;
  };
}

/** About a normal number: twelve dice. */
const swing = (roll: () => number) => Array.from({ length: 12 }, roll).reduce((sum, one) => sum + one, -6);

const meanCents = 8_900;

/** A group after one more day of so many visitors, of whom `rate` buy. */
export function oneDay(before: ArmSums, visitors: number, rate: number, roll: () => number): ArmSums {
  const spread = Math.sqrt(visitors * rate * (1 - rate));
  const buyers = Math.min(visitors, Math.max(0, Math.round(visitors * rate + spread * swing(roll))));
  const revenue = Math.round(buyers * meanCents * (1 + (0.7 * swing(roll)) / Math.sqrt(Math.max(1, buyers))));
  return {
    visitors: before.visitors + visitors,
    buyers: before.buyers + buyers,
    revenue: before.revenue + revenue,
    revenueSquared: before.revenueSquared + buyers * meanCents ** 2 * 1.5,
    orders: before.orders + buyers,
    ordersSquared: before.ordersSquared + buyers,
    revenueOrders: before.revenueOrders + revenue,
  };
}
