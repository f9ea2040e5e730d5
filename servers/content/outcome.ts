import { decode as decodeCbor } from 'cborg';
import { encode } from '../../lib/protocol/codec.ts';
import { CODES, type Code, MalformedError } from '../../lib/protocol/errors.ts';
import { isMap } from '../../lib/protocol/shapes.ts';
import type { BoundWrite, Facts } from './write.ts';
import { WRITES } from './writes.ts';

/** What a writer says of a job: the CBOR of its result, an error, that it must be paid first, or that another process writes there. */
export type Outcome =
  | { readonly result: Uint8Array }
  | { readonly error: Code; readonly detail?: string | undefined }
  | 'pay'
  | 'elsewhere';

/** A job as one process of a company hands it to another. */
export function writeJob(write: BoundWrite, facts: Facts): Uint8Array {
  return encode({ c: write.command.name, a: write.args, s: facts.signedFor, p: facts.paid });
}

/** Reads a job; throws MalformedError. The processes of a company believe each other: signatures are not checked again. */
export function readJob(message: Uint8Array): { write: BoundWrite; facts: Facts } {
  const { c, a, s, p } = members(message);
  const found = WRITES.find((one) => one.command.name === c);
  if (found === undefined || !(s instanceof Uint8Array) || typeof p !== 'boolean')
    throw new MalformedError('not a job');
  return { write: found.bind(a), facts: { signedFor: s, paid: p } };
}

export function writeOutcome(outcome: Outcome): Uint8Array {
  return encode(typeof outcome === 'string' ? { word: outcome } : outcome);
}

/** Reads an outcome; throws MalformedError. */
export function readOutcome(message: Uint8Array): Outcome {
  const { word, result, error, detail } = members(message);
  if (word === 'pay' || word === 'elsewhere') return word;
  if (result instanceof Uint8Array) return { result };
  const code = CODES.find((one) => one === error);
  if (code === undefined) throw new MalformedError('not an outcome');
  return { error: code, detail: typeof detail === 'string' ? detail : undefined };
}

function members(message: Uint8Array): Record<string, unknown> {
  const value = read(message);
  if (!isMap(value)) throw new MalformedError('not a map');
  return value;
}

function read(message: Uint8Array): unknown {
  try {
    return decodeCbor(message, { strict: true, useMaps: false, rejectDuplicateMapKeys: true });
  } catch {
    throw new MalformedError('not CBOR');
  }
}
