// Section 2: the two hops around a question, and the way back.
import { type Asked, openAnswer, readFailure } from './answer.ts';
import { type Bytes, concat, must, readU64, u64 } from './bytes.ts';
import { envelopeSize, openLayer, type Question, sealLayer, sealQuestion } from './envelope.ts';
import { H } from './frame.ts';

/** A server on the way: its id, its key of the day, and what is drawn for it. */
export interface Stop {
  id: Bytes;
  publicKey: Bytes;
  x1: Bytes;
  kem: Bytes;
}

export interface Route {
  server: Stop;
  exit: Stop;
  entry: Stop;
}

/** The layer 2 envelope of a question, and what opens its answer: the entry's layer first. */
export function sealRoute(
  { server, exit, entry }: Route,
  sizeClass: number,
  question: Question,
): { envelope: Bytes; asked: Asked[] } {
  let envelope = sealQuestion(server.publicKey, sizeClass, question, server.x1, server.kem);
  const asked: Asked[] = [{ x1: server.x1, hash: H(envelope), layer: 0, class: sizeClass }];
  let dest = server.id;
  for (const [layer, hop] of [
    [1, exit],
    [2, entry],
  ] as const) {
    const plaintext = concat(hop.x1, u64(question.t), dest, envelope);
    envelope = sealLayer(hop.publicKey, sizeClass, layer, plaintext, hop.kem);
    asked.unshift({ x1: hop.x1, hash: H(envelope), layer, class: sizeClass });
    dest = hop.id;
  }
  return { envelope, asked };
}

/** What a hop finds. Refused. */
export function openHop(seed: Bytes, layer: number, envelope: Bytes) {
  const { sizeClass, plaintext } = openLayer(seed, layer, envelope);
  const inner = plaintext.slice(72);
  must(inner.length === envelopeSize(layer - 1, sizeClass), 'unreadable');
  const [minute, dest] = [readU64(plaintext, 32), plaintext.slice(40, 72)];
  return { hash: H(envelope), class: sizeClass, minute, dest, inner };
}

/** A failure on the way: who said it (2 the entry, 1 the exit, 0 the server) and what. */
export class FailedOnTheWay extends Error {
  override name = 'FailedOnTheWay';
  readonly layer: number;
  readonly failure: string;
  readonly minute: number | null;

  constructor(layer: number, failure: string, minute: number | null) {
    super(`${failure} at layer ${layer}`);
    this.layer = layer;
    this.failure = failure;
    this.minute = minute;
  }
}

/** The innermost CBOR of an answer frame. FailedOnTheWay where a stop failed; Refused where the answer is none. */
export function openRoute(asked: Asked[], answer: Bytes): Bytes {
  let frame = answer;
  for (const one of asked) {
    if (frame[0] === 0) {
      const word = readFailure(frame);
      throw new FailedOnTheWay(one.layer, word.failure, word.failure === 'stale' ? word.minute : null);
    }
    frame = openAnswer(one, frame);
  }
  return frame;
}
