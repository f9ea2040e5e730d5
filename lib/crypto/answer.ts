import { concat, readU64, u64 } from '../bytes.ts';
import { FAILURES, type Failure } from '../protocol/errors.ts';
import { frame } from '../protocol/frame.ts';
import { type Layer, SIZE_CLASSES, type SizeClass, TAG_SIZE } from './header.ts';
import { pad, unpad } from './padding.ts';
import type { Primitives } from './primitives.ts';
import { derive } from './tagged.ts';

/** What an answer is bound to: the question's one-time key, its envelope's hash, its layer and class (wire 2). */
export interface AnswerKey {
  readonly x1: Uint8Array;
  readonly hash: Uint8Array;
  readonly layer: Layer;
  readonly sizeClass: SizeClass;
}

/** A failure frame: what a server says of an envelope it did not open, or a hop of what lies behind it. */
export interface FailureWord {
  readonly failure: Failure;
  /** Minute of the hop's clock; with `stale`, and only with it. */
  readonly minute?: number;
}

const SEALED = 1;
const R_SIZE = 32;
const FAILURE_SIZE = 16;

/** Bytes of a sealed answer frame of a layer and class. */
export function answerSize(layer: Layer, sizeClass: SizeClass): number {
  return 1 + R_SIZE + TAG_SIZE + paddedSize(layer, sizeClass);
}

function paddedSize(layer: Layer, sizeClass: SizeClass): number {
  if (layer === 0) return SIZE_CLASSES[sizeClass];
  return 4 + answerSize(layer === 2 ? 1 : 0, sizeClass);
}

/**
 * Seals an answer: the CBOR of layer 0, or the inner frame of a hop's. Each call draws a fresh r, so that a
 * repeated envelope never gets two answers under one key. Throws RangeError where it does not fit the class.
 */
export function sealAnswer(p: Primitives, to: AnswerKey, content: Uint8Array): Uint8Array {
  const plaintext = pad(content, paddedSize(to.layer, to.sizeClass));
  const r = p.random(R_SIZE);
  return p.seal(keyOf(p, to, r), frame('answer', to.hash), plaintext, concat(Uint8Array.of(SEALED), r));
}

/** Opens what sealAnswer made for this very question; null for anything else. */
export function openAnswer(p: Primitives, to: AnswerKey, answer: Uint8Array): Uint8Array | null {
  if (answer.length !== answerSize(to.layer, to.sizeClass) || answer[0] !== SEALED) return null;
  const r = answer.subarray(1, 1 + R_SIZE);
  const plaintext = p.open(keyOf(p, to, r), frame('answer', to.hash), answer.subarray(1 + R_SIZE));
  return plaintext && unpad(plaintext);
}

function keyOf(p: Primitives, to: AnswerKey, r: Uint8Array): Uint8Array {
  return derive(p, 'answer', to.x1, r, 32, to.hash, to.layer);
}

/** 0x00 | code | 14 zeros; with `stale` the hop's minute (u64) in place of the first 8 (wire 2). */
export function writeFailure(failure: Exclude<Failure, 'stale'>): Uint8Array;
export function writeFailure(failure: 'stale', minute: number): Uint8Array;
export function writeFailure(failure: Failure, minute = 0): Uint8Array {
  return concat(Uint8Array.of(0, FAILURES[failure]), u64(minute), new Uint8Array(6));
}

/** Reads a failure frame; null for any other bytes. */
export function readFailure(bytes: Uint8Array): FailureWord | null {
  if (bytes.length !== FAILURE_SIZE || bytes[0] !== 0) return null;
  const failure = (Object.keys(FAILURES) as Failure[]).find((name) => FAILURES[name] === bytes[1]);
  const zerosFrom = failure === 'stale' ? 10 : 2;
  if (failure === undefined || bytes.subarray(zerosFrom).some((byte) => byte !== 0)) return null;
  if (failure !== 'stale') return { failure };
  try {
    return { failure, minute: readU64(bytes, 2) };
  } catch {
    return null; // a minute over 2^53
  }
}
