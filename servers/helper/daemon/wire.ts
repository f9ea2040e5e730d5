import * as v from 'valibot';
import { isLetterSize } from '../../../lib/native/shapes.ts';
import { decode, encode } from '../../../lib/protocol/codec.ts';
import { check } from '../../../lib/protocol/command.ts';
import { bytes, bytesUpTo, uint, upTo } from '../../../lib/protocol/shapes.ts';

/** What helpers say to each other; one question and its answer per stream, each a frame of its own. */
export const PROTOCOL = '/peerwall/letters/1';
/** Letters in one frame. */
export const BATCH = 32;
/** The longest frame: a batch of long letters with room. */
export const LONGEST = 300 * 1024;

const letter = v.pipe(
  bytesUpTo(8192),
  v.check((one) => isLetterSize(one.length), 'no size of a letter'),
);
const Letters = upTo(BATCH, v.strictObject({ log: bytes(16), number: uint(), letter }));
const Ends = upTo(64, v.strictObject({ log: bytes(16), number: uint() }));

/**
 * `deliver`: letters for the device `slot`, in order. `after`: what is kept at the helper of the device `slot` for the
 * device `from` after these ends; `row` is where the last answer left off, 0 at first.
 */
export const Question = v.variant('is', [
  v.strictObject({ is: v.literal('deliver'), slot: bytes(16), letters: Letters }),
  v.strictObject({ is: v.literal('after'), slot: bytes(16), from: bytes(16), ends: Ends, row: uint() }),
]);
export type Question = v.InferOutput<typeof Question>;

/** `custody`: the first so many letters are kept for good; fewer than given: no room now. `refused` says no more than that. */
export const Answer = v.variant('is', [
  v.strictObject({ is: v.literal('custody'), letters: uint(BATCH) }),
  v.strictObject({ is: v.literal('letters'), letters: Letters, row: uint(), more: v.boolean() }),
  v.strictObject({ is: v.literal('refused') }),
]);
export type Answer = v.InferOutput<typeof Answer>;

/** CBOR of a question or an answer; both read with MalformedError for anything else. */
export const writeWire = (said: Question | Answer): Uint8Array => encode(said);
export const readQuestion = (read: Uint8Array): Question => check(Question, decode(read));
export const readAnswer = (read: Uint8Array): Answer => check(Answer, decode(read));
