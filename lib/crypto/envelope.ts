import type { Body } from '../protocol/body.ts';
import { decode, encode } from '../protocol/codec.ts';
import { type AnswerKey, type FailureWord, openAnswer, readFailure, sealAnswer } from './answer.ts';
import { SIZE_CLASSES, type SizeClass } from './header.ts';
import { type KeyLookup, type OpenedLayer, openLayer, openLayerAside, sealLayer } from './layer.ts';
import { pad, unpad } from './padding.ts';
import type { Primitives } from './primitives.ts';

/** A body as the asker writes it: version and X1 are put in when it is sealed. */
export type Question = Omit<Body, 'v' | 'x'>;

/** What came back: the answer's CBOR, or a word of failure. */
export type OpenedAnswer = { readonly cbor: Uint8Array } | FailureWord;

export interface SealedQuestion {
  readonly envelope: Uint8Array;
  /** The only thing that opens the answer; null where the frame is no answer to this question. */
  open(answer: Uint8Array): OpenedAnswer | null;
}

/** A question as a server reads it. */
export interface OpenedQuestion {
  /** H(envelope): remembered for 11 minutes against replays. */
  readonly hash: Uint8Array;
  readonly sizeClass: SizeClass;
  /** The decoded body map, of which only `x` has been looked at: check it against `Body`. */
  readonly body: object;
  /** Seals the answer's CBOR; throws RangeError where it does not fit the question's class. */
  sealAnswer(cbor: Uint8Array): Uint8Array;
}

/** Bytes a question's body will have: for classFor. */
export function bodySize(question: Question): number {
  return write(question, new Uint8Array(32)).length;
}

/**
 * Seals a question (layer 0) to a server's envelope key of the day under a fresh X1 (wire 2).
 * Throws RangeError where it does not fit the class, MalformedError where the key is none or the arguments have no CBOR.
 */
export function sealQuestion(
  p: Primitives,
  to: { publicKey: Uint8Array; sizeClass: SizeClass },
  question: Question,
): SealedQuestion {
  const x1 = p.random(32);
  const plaintext = pad(write(question, x1), SIZE_CLASSES[to.sizeClass]);
  const envelope = sealLayer(p, { ...to, layer: 0 }, plaintext);
  const key: AnswerKey = { x1, hash: p.sha256(envelope), layer: 0, sizeClass: to.sizeClass };
  return { envelope, open: (answer) => openQuestionAnswer(p, key, answer) };
}

function openQuestionAnswer(p: Primitives, key: AnswerKey, answer: Uint8Array): OpenedAnswer | null {
  const cbor = openAnswer(p, key, answer);
  return cbor === null ? readFailure(answer) : { cbor };
}

function write(question: Question, x1: Uint8Array): Uint8Array {
  return encode({ ...question, v: 1, x: x1 });
}

/**
 * Opens a layer 0 envelope with one of the server's keys. Null, and nothing said, for whatever is wrong: length,
 * version, suite, class, layer, key id, tag, padding, or a body without X1 (there is no key to answer under).
 */
export function openQuestion(p: Primitives, keyOf: KeyLookup, envelope: Uint8Array): OpenedQuestion | null {
  return readQuestion(p, openLayer(p, keyOf, 0, envelope));
}

/** The same with X-Wing on another thread, where the primitives can: for servers. */
export async function openQuestionAside(
  p: Primitives,
  keyOf: KeyLookup,
  envelope: Uint8Array,
): Promise<OpenedQuestion | null> {
  return readQuestion(p, await openLayerAside(p, keyOf, 0, envelope));
}

function readQuestion(p: Primitives, opened: OpenedLayer | null): OpenedQuestion | null {
  const cbor = opened && unpad(opened.plaintext);
  const body = cbor && readBody(cbor);
  if (opened === null || !body) return null;
  const { hash, sizeClass } = opened;
  const key: AnswerKey = { x1: body.x, hash, layer: 0, sizeClass };
  return { hash, sizeClass, body, sealAnswer: (answer) => sealAnswer(p, key, answer) };
}

function readBody(cbor: Uint8Array): { x: Uint8Array } | null {
  try {
    const body = decode(cbor);
    if (typeof body !== 'object' || body === null || !('x' in body)) return null;
    return body.x instanceof Uint8Array && body.x.length === 32 ? { ...body, x: body.x } : null;
  } catch {
    return null;
  }
}
