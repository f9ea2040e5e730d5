import { Counter, Gauge, type Registry } from 'prom-client';

/** How an envelope ended at this hop. */
export type Outcome = 'passed' | 'unreadable' | 'replayed' | 'stale' | 'unreachable' | 'busy';

/** Sums alone: no class, no destination, no time of a single one. */
export function hopMetrics(registry: Registry, running: () => number): (outcome: Outcome) => void {
  const counter = new Counter({
    name: 'peerwall_anonymizer_envelopes_total',
    help: 'Envelopes by how they ended at this hop',
    labelNames: ['outcome'],
    registers: [registry],
  });
  new Gauge({
    name: 'peerwall_anonymizer_running',
    help: 'Envelopes under way',
    registers: [registry],
    collect() {
      this.set(running());
    },
  });
  return (outcome) => counter.inc({ outcome });
}
