import { dirname, resolve } from 'node:path';
import * as v from 'valibot';
import { ROLES, type Role } from '../lib/protocol/network.ts';
import type { RoleModule } from './roles.ts';
import { readYaml } from './yaml.ts';

const text = v.pipe(v.string(), v.minLength(1));
const port = v.pipe(
  v.number(),
  v.integer(),
  v.minValue(0, 'expected a port from 0 (any free one) to 65535'),
  v.maxValue(65_535, 'expected a port from 0 (any free one) to 65535'),
);
const role = v.picklist(ROLES);

/** The levels a log can have. */
export const LOG_LEVELS = ['silent', 'error', 'warn', 'info', 'debug'] as const;

const common = {
  operator: v.pipe(
    v.string(),
    v.regex(/^[a-z0-9-]{1,32}$/, 'expected an operator id: a-z, 0-9 and -, at most 32'),
  ),
  role,
  /** URL of the operator's own nats-server. */
  nats: v.pipe(v.string(), v.regex(/^(nats|tls):\/\/\S+$/, 'expected a URL like nats://127.0.0.1:4222')),
  /** File of the operator's and its servers' seeds; see `peerwall network init --help`. */
  keys: text,
  /** network.json. */
  network: text,
  /** Folder of this role alone. */
  data: text,
  log: v.optional(
    v.strictObject({
      level: v.optional(v.picklist(LOG_LEVELS), 'info'),
      /** Default: standard error. */
      file: v.exactOptional(text),
    }),
    {},
  ),
  /** Port of the metrics, on loopback only; absent: none. 0: any free one. */
  metrics: v.exactOptional(port),
  /** Milliseconds the clock of this server is ahead; for tests. */
  clockOffset: v.optional(v.pipe(v.number(), v.integer()), 0),
};

/** What `peerwall serve` reads before it knows the role's own settings. */
const roleOnly = v.looseObject({ role });

/** A role's configuration: paths absolute, defaults filled in, `settings` as the role's schema made them. */
export interface ServerConfig {
  operator: string;
  role: Role;
  nats: string;
  keys: string;
  network: string;
  data: string;
  log: { level: (typeof LOG_LEVELS)[number]; file?: string };
  metrics?: number;
  clockOffset: number;
  settings: unknown;
}

/**
 * Reads the YAML file of one role; paths in it are relative to it. `expected`: the role it must be of.
 * Throws ConfigError with file, line and column.
 */
export async function readConfig(
  file: string,
  loadRole: (role: Role) => Promise<RoleModule>,
  expected?: Role,
): Promise<{ config: ServerConfig; module: RoleModule }> {
  const wantedRole = expected === undefined ? roleOnly : v.looseObject({ role: v.picklist([expected]) });
  const first = await readYaml(file, wantedRole);
  const module = await loadRole(first.role);
  const schema = v.strictObject({ ...common, settings: v.optional(module.settings, {}) });
  const read = await readYaml(file, schema);
  const at = (path: string): string => resolve(dirname(file), path);
  const log = read.log.file === undefined ? read.log : { ...read.log, file: at(read.log.file) };
  const config = { ...read, keys: at(read.keys), network: at(read.network), data: at(read.data), log };
  return { config, module };
}
