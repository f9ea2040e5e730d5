import type { Command } from 'commander';
import * as v from 'valibot';
import { fromUtf8 } from '../../lib/bytes.ts';
import { nativePrimitives as p } from '../../lib/crypto/native.ts';
import { connectBus } from '../bus.ts';
import { readConfig } from '../config.ts';
import { readKeys } from '../keysfile.ts';
import { ownUser } from '../nats/keys.ts';
import { loadRole } from '../roles.ts';

const WAIT_MS = 500;

const stats = v.object({
  id: v.string(),
  endpoints: v.array(v.object({ subject: v.string(), num_requests: v.number(), num_errors: v.number() })),
});

/** `peerwall services`: which services of an operator run, and how much they did (NATS ADR-32). */
export function addServicesCommand(program: Command): void {
  program
    .command('services')
    .description("List the running services of an operator's nats-server, and how much each did")
    .requiredOption('--config <file>', 'configuration of any of its servers')
    .addHelpText('after', '\nExamples:\n  peerwall services --config content.yaml')
    .action(listServices);
}

async function listServices(options: { config: string }): Promise<void> {
  const { config } = await readConfig(options.config, loadRole);
  const { operator } = await readKeys(config.keys);
  const bus = await connectBus({
    url: config.nats,
    ...ownUser(p, operator, 'WATCH'),
    name: 'peerwall services',
  });
  try {
    for (const answer of await bus.askAll('$SRV.STATS', new Uint8Array(0), WAIT_MS)) {
      const { id, endpoints } = v.parse(stats, JSON.parse(fromUtf8(answer)));
      for (const one of endpoints)
        console.log(
          `${one.subject.padEnd(32)} ${id}  ${one.num_requests} requests, ${one.num_errors} errors`,
        );
    }
  } finally {
    await bus.close();
  }
}
