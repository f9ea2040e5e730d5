// Section 2: envelopes of every layer, and the innermost question.
import { type Bytes, concat, equal, must, pad, unpad } from './bytes.ts';
import { decode, encode } from './cbor.ts';
import { shapeOf } from './document.ts';
import { derive, H, tagged } from './frame.ts';
import { decapsulate, encapsulate, kemKey, open, seal } from './seal.ts';

export const CLASSES = [2_048, 8_192, 65_536, 262_144] as const;
export const HEADER = 1_132;

/** A server's word about its question to another server (section 9). */
export interface Question {
  c: string;
  t: number;
  a: object;
  o?: { server: Bytes; sig: Bytes };
}

export interface Body extends Question {
  v: 1;
  x: Bytes;
}

const bodies = shapeOf<Body>(
  '{ v 1, c text(<=40), t uint, x bytes(32), a map, o? { server bytes(32), sig bytes(64) } }',
);

export const sizeOf = (sizeClass: number): number => {
  const size = CLASSES[sizeClass];
  must(size !== undefined, 'no class');
  return size;
};

export const keyId = (pk: Bytes): Bytes => tagged('envelope key', pk).slice(0, 8);

/** Size of an envelope of a layer and class. */
export const envelopeSize = (layer: number, sizeClass: number): number =>
  1_148 + sizeOf(sizeClass) + layer * 1_220;

/** header | ct. `kem`: 64 random bytes for the encapsulation. */
export function sealLayer(pk: Bytes, sizeClass: number, layer: number, plaintext: Bytes, kem: Bytes): Bytes {
  const { ss, enc } = encapsulate(pk, kem);
  const header = concat(Uint8Array.of(1, 1, sizeClass, layer), keyId(pk), enc);
  return concat(header, seal(derive('envelope', ss, new Uint8Array(0), header, pk), header, plaintext));
}

/** The plaintext of an envelope of this layer, by the seed of the server key. Refused, in one way, for anything wrong. */
export function openLayer(
  seed: Bytes,
  layer: number,
  envelope: Bytes,
): { sizeClass: number; plaintext: Bytes } {
  const [version, suite, sizeClass = -1, ofLayer] = envelope;
  must(version === 1 && suite === 1 && ofLayer === layer, 'unreadable');
  must(envelope.length === envelopeSize(layer, sizeClass), 'unreadable');
  const pk = kemKey(seed);
  must(equal(envelope.slice(4, 12), keyId(pk)), 'unreadable');
  const header = envelope.slice(0, HEADER);
  const ss = decapsulate(seed, header.slice(12));
  const key = derive('envelope', ss, new Uint8Array(0), header, pk);
  return { sizeClass, plaintext: open(key, header, envelope.slice(HEADER)) };
}

/** The layer 0 envelope of a question. */
export function sealQuestion(pk: Bytes, sizeClass: number, question: Question, x: Bytes, kem: Bytes): Bytes {
  const body = bodies.check({ ...question, v: 1, x });
  return sealLayer(pk, sizeClass, 0, pad(encode(body), sizeOf(sizeClass)), kem);
}

/** What a server finds in it. Refused. */
export function openQuestion(seed: Bytes, envelope: Bytes): { hash: Bytes; class: number; body: Body } {
  const { sizeClass, plaintext } = openLayer(seed, 0, envelope);
  return { hash: H(envelope), class: sizeClass, body: bodies.check(decode(unpad(plaintext))) };
}
