import type { Role } from '../../lib/protocol/network.ts';
import { InProcessRole } from './inprocess.ts';
import type { Prepared } from './operators.ts';
import type { StackOptions } from './options.ts';
import { writeRoleConfig } from './roleconfigs.ts';
import { type Configure, RoleProcess } from './roleprocess.ts';
import type { StackServer } from './stack.ts';

/** A server whose clock can be moved. */
export type MovableServer = StackServer & { setClock(offset: number): Promise<void> };

/** The servers of an operator, not yet started. */
export function makeServers(
  options: StackOptions,
  { plan, dataDir, doorPort }: Prepared,
  nats: string,
  networkFile: string,
): { role: Role; server: MovableServer }[] {
  const out: { role: Role; server: MovableServer }[] = [];
  for (const role of plan.roles) {
    const processes = role === 'content' ? (options.processesPerContentServer ?? 1) : 1;
    for (let process = 0; process < processes; process++) {
      const log = options.log ?? 'warn';
      const metrics = options.metrics ?? false;
      const settings = {
        ...(role === 'entry' ? doorSettings(options, doorPort) : {}),
        ...options.settings?.[role],
      };
      const about = { operator: plan.id, role, process, dataDir, nats, networkFile, log, metrics, settings };
      const configure: Configure = (clockOffset) => writeRoleConfig({ ...about, clockOffset });
      const server = makeServer(options, `${plan.id} ${role}`, configure);
      out.push({ role, server });
    }
  }
  return out;
}

function makeServer(options: StackOptions, name: string, configure: Configure): MovableServer {
  const offset = options.clockOffset ?? 0;
  if (options.inProcess) return new InProcessRole(name, configure, offset);
  const server: RoleProcess = new RoleProcess(name, configure, offset, options.execArgv ?? [], () =>
    options.onEnd?.(server),
  );
  return server;
}

function doorSettings(options: StackOptions, port: number | null): Record<string, unknown> {
  if (options.public === undefined) return { host: '127.0.0.1', port };
  return { host: '0.0.0.0', port, cert: options.public.cert, key: options.public.key };
}
