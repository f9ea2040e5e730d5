import { randomBytes } from 'node:crypto';
import { chmodSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import type { Home } from '../home.ts';

/** The helper's own key towards other helpers. It is made at random: nothing of the user's identity is in it. */
export interface TransportKey {
  /** Seed of an Ed25519 key, 32 bytes. */
  seed: Uint8Array;
  /** When it was made, in ms. */
  since: number;
}

const MONTH = 30 * 86_400_000;

/** The transport key of a home; made where there is none, or none that can be read. */
export function readTransportKey(home: Home, now: number): TransportKey {
  try {
    const { seed, since } = JSON.parse(readFileSync(home.transportKey, 'utf8')) as Record<string, unknown>;
    if (typeof seed === 'string' && /^[0-9a-f]{64}$/.test(seed) && typeof since === 'number')
      return { seed: Uint8Array.from(Buffer.from(seed, 'hex')), since };
  } catch {
    // none yet: Friends learn the new one as they would any other
  }
  return newTransportKey(home, now);
}

/** Makes a new transport key in the place of the old, which is gone. */
export function newTransportKey(home: Home, now: number): TransportKey {
  const seed = Uint8Array.from(randomBytes(32));
  const next = `${home.transportKey}.new`;
  writeFileSync(next, JSON.stringify({ seed: Buffer.from(seed).toString('hex'), since: now }), {
    mode: 0o600,
  });
  if (process.platform !== 'win32') chmodSync(next, 0o600);
  renameSync(next, home.transportKey);
  return { seed, since: now };
}

/** Whether a key has served its month. */
export function isWorn(key: TransportKey, now: number): boolean {
  return now - key.since > MONTH;
}
