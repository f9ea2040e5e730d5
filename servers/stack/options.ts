import type { Role } from '../../lib/protocol/network.ts';
import type { LOG_LEVELS } from '../config.ts';
import type { NetworkTerms, OperatorPlan } from './plan.ts';

export interface StackOptions {
  /** Where everything is kept: keys, network files, stores, logs. A second start goes on with what is there. */
  dataDir: string;
  /** Default: FIVE_OPERATORS. Exactly one runs `id` and `ad`. */
  operators?: OperatorPlan[];
  /** Terms of the network that differ from LOCAL_TERMS. */
  terms?: Partial<NetworkTerms>;
  /** Settings of roles, as in the role's YAML below `settings`. */
  settings?: Partial<Record<Role, Record<string, unknown>>>;
  /** Processes of each content server (default 1). */
  processesPerContentServer?: number;
  /** Milliseconds the servers' clocks are ahead of the machine's. */
  clockOffset?: number;
  /** Level of the logs, in `<dataDir>/<operator>/<role>.log` (default warn). */
  log?: (typeof LOG_LEVELS)[number];
  /** Serve metrics on free loopback ports. */
  metrics?: boolean;
  /** All roles in this process: starts at once, but nothing can be killed. For tests. */
  inProcess?: boolean;
  /** Options of node for the roles' processes, e.g. `--heapsnapshot-signal=SIGUSR2`. */
  execArgv?: string[];
  /** Doors that others reach: name of this host, and PEM files of its certificate. Without: plain HTTP on loopback. */
  public?: { host: string; cert: string; key: string };
  /** Called where a server's or nats-server's process that was ready ended by itself (not one in this process). */
  onEnd?: (part: { name: string; start(): Promise<void> }) => void;
}
