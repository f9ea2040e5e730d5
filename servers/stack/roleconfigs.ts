import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { stringify } from 'yaml';
import type { Role } from '../../lib/protocol/network.ts';
import type { LOG_LEVELS } from '../config.ts';

export interface RoleConfigOptions {
  operator: string;
  role: Role;
  /** Which process of the role: 0, 1 … */
  process: number;
  /** The operator's folder. */
  dataDir: string;
  nats: string;
  networkFile: string;
  clockOffset: number;
  log: (typeof LOG_LEVELS)[number];
  metrics: boolean;
  settings: Record<string, unknown>;
}

/** Writes the configuration file of one process of a role; its path. */
export async function writeRoleConfig(options: RoleConfigOptions): Promise<string> {
  const name = options.process === 0 ? options.role : `${options.role}-${options.process}`;
  const file = join(options.dataDir, `${name}.yaml`);
  const config = {
    operator: options.operator,
    role: options.role,
    nats: options.nats,
    keys: 'keys.json',
    network: options.networkFile,
    data: name,
    log: { level: options.log, file: `${name}.log` },
    ...(options.metrics ? { metrics: 0 } : {}),
    ...(options.clockOffset === 0 ? {} : { clockOffset: options.clockOffset }),
    settings: options.settings,
  };
  await writeFile(file, stringify(config), { mode: 0o600 });
  return file;
}
