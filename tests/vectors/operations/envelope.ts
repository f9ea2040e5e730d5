import { same } from '../../../lib/bytes.ts';
import {
  type AnswerKey,
  openAnswer,
  readFailure,
  sealAnswer,
  writeFailure,
} from '../../../lib/crypto/answer.ts';
import { openQuestion, type Question, sealQuestion } from '../../../lib/crypto/envelope.ts';
import { keyIdOf, type SizeClass } from '../../../lib/crypto/header.ts';
import { openHop, type Stop, sealRoute } from '../../../lib/crypto/onion.ts';
import { drawing, p } from '../given.ts';
import { type Bytes, type Operation, operation } from './operation.ts';

interface Draws {
  x1: Bytes;
  kem: Bytes;
}
type Sealed = { seed: Bytes; envelope: Bytes };
type Answering = { x1: Bytes; hash: Bytes; layer: 0 | 1 | 2; class: SizeClass };

/** Wire 2: envelopes, hops, answers, failures. */
export const envelope: Record<string, Operation> = {
  'server key': operation(({ seed }: { seed: Bytes }) => {
    const pk = p.kem.publicKey(seed);
    return { pk, keyId: keyIdOf(p, pk) };
  }),
  'seal question': operation((input: Draws & { pk: Bytes; class: SizeClass; question: Question }) => {
    const to = { publicKey: input.pk, sizeClass: input.class };
    const { envelope } = sealQuestion(drawing(input.x1, input.kem), to, input.question);
    return { envelope, hash: p.sha256(envelope) };
  }),
  'open question': operation(({ seed, envelope }: Sealed) => {
    const opened = openQuestion(p, lookup(seed), envelope);
    return opened && { hash: opened.hash, class: opened.sizeClass, body: opened.body };
  }),
  'seal answer': operation((input: Answering & { r: Bytes; content: Bytes }) =>
    sealAnswer(drawing(input.r), keyOf(input), input.content),
  ),
  'open answer': operation((input: Answering & { answer: Bytes }) =>
    openAnswer(p, keyOf(input), input.answer),
  ),
  'read failure': operation(({ frame }: { frame: Bytes }) => readFailure(frame)),
  'write failure': operation(({ failure }: { failure: 'unreadable' | 'busy' | 'replayed' | 'unreachable' }) =>
    writeFailure(failure),
  ),
  'write stale': operation(({ minute }: { minute: number }) => writeFailure('stale', minute)),
  'seal route': operation(
    (input: {
      server: Stop & Draws;
      exit: Stop & Draws;
      entry: Stop & Draws;
      class: SizeClass;
      question: Question;
    }) => {
      const { server, exit, entry } = input;
      const draws = [server, exit, entry].flatMap(({ x1, kem }) => [x1, kem]);
      return sealRoute(drawing(...draws), { server, exit, entry }, input.class, input.question).bytes;
    },
  ),
  'open hop': operation(({ seed, envelope, layer }: Sealed & { layer: 1 | 2 }) => {
    const hop = openHop(p, lookup(seed), layer, envelope);
    return (
      hop && { hash: hop.hash, class: hop.sizeClass, minute: hop.minute, dest: hop.dest, inner: hop.inner }
    );
  }),
};

function lookup(seed: Bytes) {
  const publicKey = p.kem.publicKey(seed);
  return (keyId: Bytes) => (same(keyId, keyIdOf(p, publicKey)) ? { seed, publicKey } : undefined);
}

function keyOf(input: Answering): AnswerKey {
  return { x1: input.x1, hash: input.hash, layer: input.layer, sizeClass: input.class };
}
