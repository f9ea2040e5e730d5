import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { concat, u32, utf8 } from '../../../lib/bytes.ts';
import { readFailure, writeFailure } from '../../../lib/crypto/answer.ts';
import { bodySize, openQuestion, sealQuestion } from '../../../lib/crypto/envelope.ts';
import { classFor, envelopeSize, SIZE_CLASSES, type SizeClass } from '../../../lib/crypto/header.ts';
import { sealLayer } from '../../../lib/crypto/layer.ts';
import { encode } from '../../../lib/protocol/codec.ts';
import { MalformedError } from '../../../lib/protocol/errors.ts';
import { runs } from '../fuzzruns.ts';
import { flip, holding, newKey, pairs, question, there } from './world.ts';

const classes = [0, 1, 2, 3] as const;

describe.each(pairs)('%s', (_, client, server) => {
  const key = newKey(server);
  const { publicKey } = key;
  const keys = holding(server, newKey(server), key);

  test.each(classes)(
    'a question of class %i and its answer go through, in exactly the class’s sizes',
    (sizeClass) => {
      const asked = question();
      const sealed = sealQuestion(client, { publicKey, sizeClass }, asked);
      expect(sealed.envelope).toHaveLength(1148 + SIZE_CLASSES[sizeClass]);
      const opened = there(openQuestion(server, keys, sealed.envelope));
      expect(opened.body).toMatchObject({ ...asked, v: 1 });
      expect(opened.hash).toEqual(client.sha256(sealed.envelope));
      expect(opened.sizeClass).toBe(sizeClass);
      const cbor = encode({ ok: { text: 'answer' } });
      const answer = opened.sealAnswer(cbor);
      expect(answer).toHaveLength(49 + SIZE_CLASSES[sizeClass]);
      expect(sealed.open(answer)).toEqual({ cbor });
    },
  );

  test('one bit flipped anywhere, or any byte cut or added: nothing opens', () => {
    const { envelope } = sealQuestion(client, { publicKey, sizeClass: 0 }, question());
    const property = fc.property(fc.nat(envelope.length * 8 - 1), fc.nat(envelope.length - 1), (bit, cut) => {
      expect(openQuestion(server, keys, flip(envelope, bit))).toBeNull();
      expect(openQuestion(server, keys, envelope.subarray(0, cut))).toBeNull();
      expect(openQuestion(server, keys, concat(envelope, Uint8Array.of(0)))).toBeNull();
      const without = concat(envelope.subarray(0, cut), envelope.subarray(cut + 1));
      expect(openQuestion(server, keys, without)).toBeNull();
    });
    fc.assert(property, runs(60));
  });

  test('each bit of the twelve bytes in front of enc counts', () => {
    const { envelope } = sealQuestion(client, { publicKey, sizeClass: 0 }, question());
    for (let bit = 0; bit < 96; bit++) expect(openQuestion(server, keys, flip(envelope, bit))).toBeNull();
  });

  test('an answer with one bit flipped, cut, or swapped for another question’s opens nothing', () => {
    const sealed = sealQuestion(client, { publicKey, sizeClass: 0 }, question());
    const other = sealQuestion(client, { publicKey, sizeClass: 0 }, question());
    const cbor = encode({ ok: {} });
    const answer = there(openQuestion(server, keys, sealed.envelope)).sealAnswer(cbor);
    const otherAnswer = there(openQuestion(server, keys, other.envelope)).sealAnswer(cbor);
    expect(sealed.open(otherAnswer)).toBeNull();
    expect(other.open(answer)).toBeNull();
    expect(sealed.open(sealed.envelope)).toBeNull();
    const property = fc.property(fc.nat(answer.length * 8 - 1), fc.nat(answer.length - 1), (bit, cut) => {
      expect(sealed.open(flip(answer, bit))).toBeNull();
      expect(sealed.open(answer.subarray(0, cut))).toBeNull();
    });
    fc.assert(property, runs(100));
  });

  test('a repeated envelope gets answers that share nothing, though the content is the same', () => {
    const sealed = sealQuestion(client, { publicKey, sizeClass: 0 }, question());
    const cbor = encode({ ok: {} });
    const [one, two] = [0, 1].map(() => there(openQuestion(server, keys, sealed.envelope)).sealAnswer(cbor));
    expect(one?.subarray(1, 33)).not.toEqual(two?.subarray(1, 33));
    expect(one?.subarray(33)).not.toEqual(two?.subarray(33));
    for (const answer of [one, two]) expect(sealed.open(there(answer))).toEqual({ cbor });
  });

  test('two envelopes of one question share neither X1 nor enc', () => {
    const sealed = [0, 1].map(() => sealQuestion(client, { publicKey, sizeClass: 0 }, question()).envelope);
    const [a, b] = sealed.map((envelope) => there(openQuestion(server, keys, envelope)).body);
    expect(a).not.toEqual(b);
    expect(sealed[0]?.subarray(12)).not.toEqual(sealed[1]?.subarray(12));
  });

  test('a failure frame is read as such, whatever the question', () => {
    const sealed = sealQuestion(client, { publicKey, sizeClass: 1 }, question());
    expect(sealed.open(writeFailure('busy'))).toEqual({ failure: 'busy' });
  });

  test('a sender who pads with anything but zeros, or lies about the length, is not read', () => {
    const body = encode({ ...question(), v: 1, x: client.random(32) });
    const zeros = new Uint8Array(2048 - 4 - body.length);
    const seal = (plaintext: Uint8Array) =>
      sealLayer(client, { publicKey, sizeClass: 0, layer: 0 }, plaintext);
    const good = concat(u32(body.length), body, zeros);
    expect(openQuestion(server, keys, seal(good))).not.toBeNull();
    const lies = [
      concat(u32(body.length), body, zeros.subarray(1), Uint8Array.of(1)),
      concat(u32(body.length + 1), body, zeros),
      concat(u32(body.length - 1), body, zeros),
      concat(u32(2 ** 32 - 1), body, zeros),
      concat(u32(0), body, zeros),
    ];
    for (const lie of lies) expect(openQuestion(server, keys, seal(lie))).toBeNull();
  });

  test('a body without a good X1 has nothing to answer under and is not read', () => {
    const bodies: unknown[] = [
      { v: 1 },
      { x: 'x' },
      { x: client.random(31) },
      [],
      7,
      null,
      client.random(32),
    ];
    for (const body of bodies) {
      const cbor = encode(body);
      const plaintext = concat(u32(cbor.length), cbor, new Uint8Array(2044 - cbor.length));
      const envelope = sealLayer(client, { publicKey, sizeClass: 0, layer: 0 }, plaintext);
      expect(openQuestion(server, keys, envelope)).toBeNull();
    }
  });

  test('a body with X1 and otherwise ill-formed is read, so that it can be told so', () => {
    const cbor = encode({ x: client.random(32), surprise: 1 });
    const plaintext = concat(u32(cbor.length), cbor, new Uint8Array(2044 - cbor.length));
    const envelope = sealLayer(client, { publicKey, sizeClass: 0, layer: 0 }, plaintext);
    expect(openQuestion(server, keys, envelope)?.body).toMatchObject({ surprise: 1 });
  });

  test('another server’s key, another day’s key, and another layer do not open', () => {
    const { envelope } = sealQuestion(client, { publicKey, sizeClass: 0 }, question());
    expect(openQuestion(server, holding(server, newKey(server)), envelope)).toBeNull();
    const foreign = newKey(server);
    expect(openQuestion(server, () => foreign, envelope)).toBeNull();
    const mixed = { seed: key.seed, publicKey: foreign.publicKey };
    expect(openQuestion(server, () => mixed, envelope)).toBeNull();
    const hop = sealLayer(client, { publicKey, sizeClass: 0, layer: 1 }, new Uint8Array(2048 + 1220));
    expect(openQuestion(server, keys, hop)).toBeNull();
  });

  test('what does not fit its class is refused before anything is sealed', () => {
    const big = question('x'.repeat(2048));
    expect(() => sealQuestion(client, { publicKey, sizeClass: 0 }, big)).toThrow(RangeError);
    const opened = there(
      openQuestion(server, keys, sealQuestion(client, { publicKey, sizeClass: 0 }, question()).envelope),
    );
    expect(() => opened.sealAnswer(new Uint8Array(2045))).toThrow(RangeError);
    expect(opened.sealAnswer(new Uint8Array(2044))).toHaveLength(49 + 2048);
  });

  test('a public key that is none', () => {
    const to = { publicKey: new Uint8Array(1216).fill(255), sizeClass: 0 as SizeClass };
    expect(() => sealQuestion(client, to, question())).toThrow(MalformedError);
  });
});

test('the class of a body is the smallest that holds it with its length', () => {
  expect([0, 2044, 2045, 8188, 8189, 65532, 65533, 262140, 262141].map(classFor)).toEqual([
    0,
    0,
    1,
    1,
    2,
    2,
    3,
    3,
    null,
  ]);
  const asked = question('x'.repeat(3000));
  expect(classFor(bodySize(asked))).toBe(1);
});

test('envelope sizes are those of the wire', () => {
  expect(classes.map((one) => envelopeSize(0, one) - SIZE_CLASSES[one])).toEqual([1148, 1148, 1148, 1148]);
  expect(envelopeSize(2, 0)).toBe(1148 + 2048 + 2 * 1220);
});

describe('failure frames', () => {
  test('are 16 bytes and read back', () => {
    for (const failure of ['unreadable', 'busy', 'replayed', 'unreachable'] as const) {
      expect(writeFailure(failure)).toHaveLength(16);
      expect(readFailure(writeFailure(failure))).toEqual({ failure });
    }
    expect(readFailure(writeFailure('stale', 29_000_000))).toEqual({ failure: 'stale', minute: 29_000_000 });
    expect(writeFailure('unreadable')).toEqual(concat(Uint8Array.of(0, 1), new Uint8Array(14)));
  });

  test('anything else is none', () => {
    expect(readFailure(concat(Uint8Array.of(0, 9), new Uint8Array(14)))).toBeNull();
    expect(readFailure(concat(Uint8Array.of(1, 1), new Uint8Array(14)))).toBeNull();
    expect(readFailure(concat(Uint8Array.of(0, 1), new Uint8Array(13), Uint8Array.of(1)))).toBeNull();
    expect(
      readFailure(concat(Uint8Array.of(0, 5), new Uint8Array(8).fill(255), new Uint8Array(6))),
    ).toBeNull();
    expect(readFailure(utf8('short'))).toBeNull();
  });
});
