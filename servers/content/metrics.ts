import { Counter, Histogram, type Registry } from 'prom-client';

/** Counts of a content server's writer; no ids. */
export interface WriterMetrics {
  /** Deeds folded into each put. */
  folded(deeds: number): void;
  failed(): void;
}

const made = new WeakMap<Registry, WriterMetrics>();

/** Makes them in a registry, once. */
export function writerMetrics(registry: Registry): WriterMetrics {
  const own = made.get(registry) ?? make(registry);
  made.set(registry, own);
  return own;
}

function make(registry: Registry): WriterMetrics {
  const registers = [registry];
  const folds = new Histogram({
    name: 'peerwall_content_fold',
    help: 'Jobs folded into one put of a head',
    buckets: [1, 2, 4, 8, 16, 32, 64],
    registers,
  });
  const failures = new Counter({
    name: 'peerwall_content_failures_total',
    help: 'Puts, loads and purges that failed',
    registers,
  });
  return { folded: (deeds) => folds.observe(deeds), failed: () => failures.inc() };
}
