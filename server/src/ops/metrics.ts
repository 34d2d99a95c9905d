import { Counter, collectDefaultMetrics, Gauge, Histogram, Registry } from 'prom-client';
import type { Counters } from '../powers.ts';

/** Counts for /metrics. A name ending in `_ms` becomes a histogram, everything else a counter. */
export interface Metrics extends Counters {
  gauge(name: string, help: string, read: () => number | Record<string, number>): void;
  /** The text Prometheus reads. */
  text(): Promise<string>;
  contentType: string;
  /** The present value of a counter, all labels together; for tests and the drain. */
  value(name: string, labels?: Record<string, string>): Promise<number>;
}

const buckets = [0.5, 1, 2, 5, 10, 25, 50, 100, 250, 1_000, 5_000];

export function createMetrics(options: { process?: boolean } = {}): Metrics {
  const registry = new Registry();
  if (options.process) collectDefaultMetrics({ register: registry });
  const counters = new Map<string, Counter>();
  const histograms = new Map<string, Histogram>();
  const prefixed = (name: string) => (name.startsWith('theke_') ? name : `theke_${name}`);

  function note(name: string, labels: Record<string, string> = {}, by = 1) {
    const labelNames = Object.keys(labels);
    if (name.endsWith('_ms')) {
      const full = prefixed(name);
      const known =
        histograms.get(full) ?? new Histogram({ name: full, help: full, labelNames, buckets, registers: [registry] });
      histograms.set(full, known);
      known.observe(labels, by);
      return;
    }
    const full = `${prefixed(name).replace(/_total$/, '')}_total`;
    const known = counters.get(full) ?? new Counter({ name: full, help: full, labelNames, registers: [registry] });
    counters.set(full, known);
    known.inc(labels, by);
  }

  const metrics: Metrics = {
    refused: (event, code) => metrics.count('refusals', { event, code }),
    count(name, labels = {}, by = 1) {
      // Counting must never break what is counted.
      try {
        note(name, labels, by);
      } catch {
        note('metrics_misused');
      }
    },
    gauge(name, help, read) {
      new Gauge({
        name: prefixed(name),
        help,
        labelNames: ['of'],
        registers: [registry],
        collect() {
          const value = read();
          if (typeof value === 'number') return this.set(value);
          for (const [of, one] of Object.entries(value)) this.set({ of }, one);
        },
      });
    },
    text: () => registry.metrics(),
    contentType: registry.contentType,
    async value(name, labels = {}) {
      const full = `${prefixed(name).replace(/_total$/, '')}_total`;
      const { values } = (await counters.get(full)?.get()) ?? { values: [] };
      return values
        .filter((one) => Object.entries(labels).every(([key, wanted]) => one.labels[key] === wanted))
        .reduce((sum, one) => sum + one.value, 0);
    },
  };
  return metrics;
}
