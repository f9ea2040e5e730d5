import { derive, signTagged, tagged, verifyTagged } from '../../../lib/crypto/tagged.ts';
import { canonicalJson } from '../../../lib/protocol/canonical.ts';
import { CATALOGUE } from '../../../lib/protocol/catalogue.ts';
import { decode, encode } from '../../../lib/protocol/codec.ts';
import { check } from '../../../lib/protocol/command.ts';
import { frame, type Part } from '../../../lib/protocol/frame.ts';
import { p } from '../given.ts';
import { type Bytes, holds, type Operation, operation, reading } from './operation.ts';

type Parts = { label: string; parts: Part[] };

/** Wire 1: frames, tagged hashes, keys, signatures. */
export const frames: Record<string, Operation> = {
  F: operation(({ label, parts }: Parts) => frame(label, ...parts)),
  T: operation(({ label, parts }: Parts) => tagged(p, label, ...parts)),
  K: operation(({ label, secret, salt, parts, n }: Parts & { secret: Bytes; salt: Bytes; n: number }) =>
    derive(p, label, secret, salt, n, ...parts),
  ),
  S: operation(({ seed, label, parts }: Parts & { seed: Bytes }) => ({
    key: p.signKey(seed),
    sig: signTagged(p, seed, label, ...parts),
  })),
  verify: operation(({ key, sig, label, parts }: Parts & { key: Bytes; sig: Bytes }) =>
    holds(verifyTagged(p, key, sig, label, ...parts)),
  ),
  A: operation(({ key, aad, pt }: Record<'key' | 'aad' | 'pt', Bytes>) => p.seal(key, aad, pt)),
  X: operation(({ key, nonce, aad, pt }: Record<'key' | 'nonce' | 'aad' | 'pt', Bytes>) =>
    p.xseal(key, nonce, aad, pt),
  ),
};

/** Wire 1: CBOR; wire 5: canonical JSON. */
export const encodings: Record<string, Operation> = {
  encode: operation(({ value }: { value: unknown }) => encode(value)),
  decode: reading(({ bytes }: { bytes: Bytes }) => ({ value: decode(bytes) })),
  'canonical json': operation(({ value }: { value: unknown }) => canonicalJson(value)),
};

/** Wire 11: the arguments and results of every command. */
export const commands: Record<string, Operation> = {
  arguments: reading(({ command, bytes }: { command: string; bytes: Bytes }) =>
    check(commandOf(command).args, decode(bytes)),
  ),
  result: reading(({ command, bytes }: { command: string; bytes: Bytes }) =>
    check(commandOf(command).result, decode(bytes)),
  ),
};

function commandOf(name: string) {
  const found = Object.values(CATALOGUE)
    .flat()
    .find((one) => one.name === name);
  if (found === undefined) throw new Error(`no command ${name}`);
  return found;
}
