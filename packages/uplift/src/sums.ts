/**
 * All that is kept of one arm: seven sums over its visitors. Enough for every figure here, so that days can be added up and the
 * raw rows need not be read again. Money in any one unit; capped before it is squared (see `capAt`).
 */
export interface Sums {
  visitors: number;
  /** Visitors with at least one order. */
  buyers: number;
  /** Σ r: what each visitor spent, refunds taken off. */
  revenue: number;
  /** Σ r². */
  revenueSquared: number;
  /** Σ o: how many orders each visitor placed. */
  orders: number;
  ordersSquared: number;
  /** Σ r·o. */
  revenueOrders: number;
}

export const noSums: Sums = {
  visitors: 0,
  buyers: 0,
  revenue: 0,
  revenueSquared: 0,
  orders: 0,
  ordersSquared: 0,
  revenueOrders: 0,
};

/** One visitor's outcome in the window: what they spent, and in how many orders. */
export interface Outcome {
  revenue: number;
  orders: number;
}

/** The sums with one more visitor. */
export const addVisitor = (sums: Sums, { revenue: r, orders: o }: Outcome): Sums => ({
  visitors: sums.visitors + 1,
  buyers: sums.buyers + (o > 0 ? 1 : 0),
  revenue: sums.revenue + r,
  revenueSquared: sums.revenueSquared + r * r,
  orders: sums.orders + o,
  ordersSquared: sums.ordersSquared + o * o,
  revenueOrders: sums.revenueOrders + r * o,
});

/** Sums of disjoint sets of visitors, added: days, shops, segments. */
export const addSums = (a: Sums, b: Sums): Sums => ({
  visitors: a.visitors + b.visitors,
  buyers: a.buyers + b.buyers,
  revenue: a.revenue + b.revenue,
  revenueSquared: a.revenueSquared + b.revenueSquared,
  orders: a.orders + b.orders,
  ordersSquared: a.ordersSquared + b.ordersSquared,
  revenueOrders: a.revenueOrders + b.revenueOrders,
});

/**
 * Where single order values are cut: the 99th percentile (nearest rank) of orders before the start. Frozen then: a cap that moves
 * with the data it cuts takes away every guarantee. Undefined without orders.
 */
export function capAt(ordersBefore: readonly number[], share = 0.99): number | undefined {
  if (ordersBefore.length === 0) return undefined;
  const sorted = [...ordersBefore].sort((a, b) => a - b);
  return sorted[Math.max(0, Math.ceil(share * sorted.length) - 1)];
}

/** Mean and variance of the mean of what each visitor spent; undefined below two visitors. */
export function meanRevenue({
  visitors: n,
  revenue,
  revenueSquared,
}: Sums): { mean: number; variance: number } | undefined {
  if (n < 2) return undefined;
  const mean = revenue / n;
  // Never below nothing by rounding.
  const spread = Math.max(0, (revenueSquared - n * mean * mean) / (n - 1));
  return { mean, variance: spread / n };
}
