import type { Role, SignedNetwork } from '../../lib/protocol/network.ts';
import type { OperatorKeys } from '../keysfile.ts';
import type { NatsProcess } from '../nats/process.ts';

/** One process of one role. */
export interface StackServer {
  /** `north content` */
  readonly name: string;
  readonly pid: number | null;
  /** Port of its metrics on loopback; null where the stack was started without. */
  readonly metricsPort: number | null;
  start(): Promise<void>;
  /** Ends it orderly. */
  stop(): Promise<void>;
  /** Ends it as a crash would. Not for roles in the stack's own process. */
  kill9(): Promise<void>;
  /** kill9, then start. */
  restart(): Promise<void>;
}

/** One operator of a running stack. */
export interface StackOperator {
  readonly id: string;
  readonly dataDir: string;
  readonly keys: OperatorKeys;
  readonly nats: NatsProcess;
  /** Its door; null where it runs no entry. */
  readonly door: string | null;
  readonly servers: { role: Role; server: StackServer }[];
}

/** A network that runs on this machine. */
export interface Stack {
  readonly dataDir: string;
  /** Path of network.json. */
  readonly networkFile: string;
  network(): SignedNetwork;
  readonly doors: string[];
  readonly operators: StackOperator[];
  /** Throws RangeError for an operator the stack has not. */
  operator(id: string): StackOperator;
  /** A process of a role (default the first); throws RangeError. */
  server(id: string, role: Role, process?: number): StackServer;
  /** Milliseconds by the servers' clock. */
  now(): number;
  /**
   * Moves all servers' clocks to `offset` ms ahead of the machine's and signs the network file anew. Resolves when all have
   * followed and the doors that are open give the bundle of the new day.
   */
  setClock(offset: number): Promise<void>;
  /** Ends every process, the servers first. */
  stop(): Promise<void>;
}
