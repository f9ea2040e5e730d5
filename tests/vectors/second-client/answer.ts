// Section 2: answers and failures.
import { type Bytes, concat, equal, must, pad, readU64, u64, unpad } from './bytes.ts';
import { sizeOf } from './envelope.ts';
import { derive, frame } from './frame.ts';
import { open, seal } from './seal.ts';

/** What belongs to one question at one layer: its X1, the hash of its envelope, layer and class. */
export interface Asked {
  x1: Bytes;
  hash: Bytes;
  layer: number;
  class: number;
}

export type Failure =
  | { failure: 'unreadable' | 'busy' | 'replayed' | 'unreachable' }
  | { failure: 'stale'; minute: number };

const FAILURES = ['unreadable', 'busy', 'replayed', 'unreachable'] as const;
const SEALED = 49;

/** Size of the plaintext of an answer: the class at layer 0, each hop 4 + 49 more. */
function plainSize(layer: number, sizeClass: number): number {
  return layer === 0 ? sizeOf(sizeClass) : 4 + SEALED + plainSize(layer - 1, sizeClass);
}

const keyOf = (asked: Asked, r: Bytes): Bytes => derive('answer', asked.x1, r, asked.hash, asked.layer);

/** A sealed answer; `r` 32 random bytes. */
export function sealAnswer(asked: Asked, content: Bytes, r: Bytes): Bytes {
  const plaintext = pad(content, plainSize(asked.layer, asked.class));
  return concat(Uint8Array.of(1), r, seal(keyOf(asked, r), frame('answer', asked.hash), plaintext));
}

/** The content of a sealed answer: CBOR at layer 0, the inner frame of a hop. Refused. */
export function openAnswer(asked: Asked, answer: Bytes): Bytes {
  must(answer[0] === 1 && answer.length === SEALED + plainSize(asked.layer, asked.class), 'no answer');
  const r = answer.slice(1, 33);
  return unpad(open(keyOf(asked, r), frame('answer', asked.hash), answer.slice(33)));
}

/** A failure frame read. Refused where the bytes are none. */
export function readFailure(bytes: Bytes): Failure {
  must(bytes.length === 16 && bytes[0] === 0, 'no failure');
  const code = bytes[1] ?? 0;
  const failure: Failure =
    code === 5
      ? { failure: 'stale', minute: readU64(bytes, 2) }
      : { failure: FAILURES[code - 1] ?? 'unreadable' };
  must(equal(writeFailure(failure), bytes), 'no failure');
  return failure;
}

/** The 16 bytes of a failure. */
export function writeFailure(word: Failure): Bytes {
  if (word.failure === 'stale') return concat(Uint8Array.of(0, 5), u64(word.minute), new Uint8Array(6));
  return concat(Uint8Array.of(0, FAILURES.indexOf(word.failure) + 1), new Uint8Array(14));
}
