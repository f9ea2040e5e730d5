import type { Logger } from 'pino';
import type { Registry } from 'prom-client';
import type { Role, SignedNetwork } from '../lib/protocol/network.ts';
import type { Bus } from './bus.ts';
import type { ServerKeys } from './serverkeys.ts';

/**
 * All a role needs, handed to its `start`. A role's folder exports from main.ts
 * `settings`, a valibot schema of its own part of the configuration, and
 * `start(context: RoleContext<v.InferOutput<typeof settings>>): Promise<RunningRole>`.
 */
export interface RoleContext<Settings = unknown> {
  /** Id of the operator this server belongs to. */
  readonly operator: string;
  readonly role: Role;
  /** Ed25519 seed (32) of the operator: signs what operators say to each other (wire 9). */
  readonly operatorKey: Uint8Array;
  /** Ed25519 seed (32) of this server's identity; its public key is the server id. */
  readonly serverKey: Uint8Array;
  /** The server id: public key (32) of serverKey, as listed in the network file. */
  readonly serverId: Uint8Array;
  /** The operator's STORE account: streams, buckets, and subjects between the operator's own processes. */
  readonly store: Bus;
  /** The operator's own WIRE account: where this role serves `pw.<operator>.<role>`. It takes questions and asks none. */
  readonly wire: Bus;
  /**
   * The WIRE of an operator, to ask its servers (one's own too, by the same rules). One connection per operator is kept.
   * Throws NoServerError, at once or after two seconds, where it cannot be reached or is not in the network.
   */
  connectPartner(operator: string): Promise<Bus>;
  /** The newest network file known here; already checked. */
  network(): SignedNetwork;
  /** Calls the listener after each change of network(); the returned function ends that. */
  onNetwork(listener: (network: SignedNetwork) => void): () => void;
  /** Takes a newer network file heard of elsewhere; throws NetworkFileError where it does not follow ours. */
  adoptNetwork(network: unknown): SignedNetwork;
  /** This server's X-Wing keys by day (wire 2, 5). */
  readonly serverKeys: ServerKeys;
  /** The role's own settings, checked by its schema. */
  readonly settings: Settings;
  /** Milliseconds since 1970 by this server's clock. */
  now(): number;
  random(n: number): Uint8Array;
  readonly log: Logger;
  readonly metrics: Registry;
  /** A folder of this role alone (it exists); for roles that keep files. */
  readonly dataDir: string;
}

/** A started role. stop() ends its services, answers what is under way, and leaves the buses open. */
export interface RunningRole {
  stop(): Promise<void>;
}
