import { createPublicKey, type KeyObject } from 'node:crypto';
import { concat } from '../bytes.ts';

/**
 * A public key from the prefix of its SPKI (DER) and its bare bytes; throws where node:crypto refuses it.
 * As PEM text: of DER node first asks four times whether it is a key object, by exceptions, for longer than all the rest takes.
 */
export function publicKeyOf(prefix: Uint8Array, key: Uint8Array): KeyObject {
  const text = Buffer.from(concat(prefix, key).buffer).toString('base64');
  return createPublicKey(`-----BEGIN PUBLIC KEY-----\n${text}\n-----END PUBLIC KEY-----\n`);
}
