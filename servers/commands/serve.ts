import { Argument, type Command } from 'commander';
import { ROLES, type Role } from '../../lib/protocol/network.ts';
import { runRole } from '../run.ts';

/** `peerwall serve <role> --config file.yaml` */
export function addServeCommand(program: Command): void {
  program
    .command('serve')
    .description('Run one server of an operator until it is ended')
    .addArgument(new Argument('<role>', 'what the server is').choices(ROLES))
    .requiredOption('--config <file>', 'its configuration (YAML); paths in it are relative to it')
    .addHelpText('after', EXAMPLES)
    .action((role: Role, options: { config: string }) => runRole(options.config, role));
}

const EXAMPLES = `
A configuration:
  operator: north
  role: content
  nats: nats://127.0.0.1:4222     # the operator's own nats-server
  keys: keys.json                 # made by "peerwall network add-operator"
  network: network.json
  data: data/content
  log: { level: info }            # silent, error, warn, info or debug; file: path
  metrics: 9100                   # optional: Prometheus metrics on loopback
  settings: {}                    # the role's own

Examples:
  peerwall serve content --config content.yaml
  peerwall serve entry --config entry.yaml`;
