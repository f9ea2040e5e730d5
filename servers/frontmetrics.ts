import { Counter, Histogram, type Registry } from 'prom-client';

/** Counts of a front: by command and outcome, never by who or what. */
export interface FrontMetrics {
  answered: Counter<'command' | 'outcome'>;
  refused: Counter<'failure'>;
  took: Histogram<'command'>;
}

/** Makes them in a registry; a second front of one registry (tests, stacks) shares those of the first. */
export function frontMetrics(registry: Registry): FrontMetrics {
  const own = made.get(registry) ?? make(registry);
  made.set(registry, own);
  return own;
}

const made = new WeakMap<Registry, FrontMetrics>();

function make(registry: Registry): FrontMetrics {
  const registers = [registry];
  return {
    answered: new Counter({
      name: 'peerwall_commands_total',
      help: 'Questions opened, by command and outcome',
      labelNames: ['command', 'outcome'],
      registers,
    }),
    refused: new Counter({
      name: 'peerwall_refused_total',
      help: 'Envelopes answered with a failure in the clear',
      labelNames: ['failure'],
      registers,
    }),
    took: new Histogram({
      name: 'peerwall_command_seconds',
      help: 'From an opened question to its sealed answer',
      labelNames: ['command'],
      buckets: [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 1, 5],
      registers,
    }),
  };
}
