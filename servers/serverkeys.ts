import type { KeyPublication } from '../lib/protocol/network.ts';

/** One server's X-Wing keys by day (wire 2 and 5). */
export interface ServerKeys {
  /** Seed and public key that belong to an envelope's keyId (8 bytes); null where it is not one of ours, or no longer. */
  find(keyId: Uint8Array): { seed: Uint8Array; publicKey: Uint8Array } | null;
  /** Today's and tomorrow's, as they stand in the bundle of the day. */
  publications(): KeyPublication[];
  /** Calls the listener when publications() has changed (a new day, lost keys); the returned function ends that. */
  onChange(listener: () => void): () => void;
}
