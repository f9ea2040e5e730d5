// The wire (lib/protocol/README.md), sections 1, 2, 3, 6 and 7, against its vectors.
import { describe, expect, test } from 'vitest';
import { fromHex, hex } from '../../lib/bytes.ts';
import { openAnswer, readFailure } from '../../lib/crypto/answer.ts';
import { boundOf, checkSpend, deedHash } from '../../lib/crypto/credential.ts';
import { openQuestion } from '../../lib/crypto/envelope.ts';
import { keyIdOf, type Layer } from '../../lib/crypto/header.ts';
import { openLayer } from '../../lib/crypto/layer.ts';
import { verifyConsistency, verifyInclusion } from '../../lib/crypto/merkle.ts';
import { nativePrimitives } from '../../lib/crypto/native.ts';
import { openHop } from '../../lib/crypto/onion.ts';
import { ristretto } from '../../lib/crypto/ristretto.ts';
import { sodiumPrimitives } from '../../lib/crypto/sodium.ts';
import { verifyTagged } from '../../lib/crypto/tagged.ts';
import { evaluate } from '../../lib/crypto/voprf.ts';
import { decode, encode } from '../../lib/protocol/codec.ts';
import credential from './credential.json' with { type: 'json' };
import envelope from './envelope.json' with { type: 'json' };
import { credentialVectors } from './make-credential.ts';
import { envelopeVectors } from './make-envelope.ts';
import { rootVectors } from './make-root.ts';
import root from './root.json' with { type: 'json' };

test('the vectors are made again byte for byte', async () => {
  expect(await envelopeVectors()).toEqual(envelope);
  expect(await credentialVectors()).toEqual(credential);
  expect(await rootVectors()).toEqual(root);
});

describe.each([
  ['libsodium', await sodiumPrimitives()],
  ['node:crypto', nativePrimitives],
] as const)('%s', (_, p) => {
  const keyOf = (id: Uint8Array) => {
    const key = envelope.keys.find((one) => one.keyId === hex(id));
    return key && { seed: fromHex(key.seed), publicKey: fromHex(key.publicKey) };
  };
  const opens = (at: Layer, question: string, x1: Uint8Array, answer: string) => {
    const to = { x1, hash: p.sha256(fromHex(question)), layer: at, sizeClass: 0 } as const;
    return hex(openAnswer(p, to, fromHex(answer)) ?? new Uint8Array(0));
  };

  test('keys and their ids', () => {
    for (const { seed, publicKey, keyId } of envelope.keys) {
      expect(hex(p.kem.publicKey(fromHex(seed)))).toBe(publicKey);
      expect(hex(keyIdOf(p, fromHex(publicKey)))).toBe(keyId);
    }
  });

  test('a signature', () => {
    const { publicKey, signature } = envelope.notation;
    const parts = [Uint8Array.of(1, 2, 3), 7, 'text'] as const;
    expect(verifyTagged(p, fromHex(publicKey), fromHex(signature), 'example', ...parts)).toBe(true);
  });

  test('a question and its answer', () => {
    const { question } = envelope;
    const opened = openQuestion(p, keyOf, fromHex(question.envelope));
    expect(opened && hex(encode(opened.body))).toBe(question.body);
    expect(opened && hex(opened.hash)).toBe(question.hash);
    expect(opens(0, question.envelope, x1Of(question.body), question.answer)).toBe(question.opened);
  });

  test('a route and the answer’s way back, layer by layer', () => {
    const { route } = envelope;
    const atEntry = openHop(p, keyOf, 2, fromHex(route.envelope));
    expect(atEntry && hex(atEntry.inner)).toBe(route.atExit);
    expect(atEntry?.minute).toBe(route.minute);
    const atExit = openHop(p, keyOf, 1, fromHex(route.atExit));
    expect(atExit && hex(atExit.inner)).toBe(route.atServer);
    const atServer = openQuestion(p, keyOf, fromHex(route.atServer));
    expect(atServer && hex(encode(atServer.body))).toBe(route.body);
    expect(opens(0, route.atServer, x1Of(route.body), route.answerOfServer)).toBe(route.opened);
    const [x1OfExit, x1OfEntry] = ([1, 2] as const).map((layer) => {
      const opened = openLayer(p, keyOf, layer, fromHex(layer === 1 ? route.atExit : route.envelope));
      return opened?.plaintext.subarray(0, 32) ?? new Uint8Array(0);
    });
    expect(opens(1, route.atExit, x1OfExit ?? new Uint8Array(0), route.answerOfExit)).toBe(
      route.answerOfServer,
    );
    expect(opens(2, route.envelope, x1OfEntry ?? new Uint8Array(0), route.answerOfEntry)).toBe(
      route.answerOfExit,
    );
    const hops = envelope.keys.filter((key) => key.role !== 'entry').map((key) => key.id);
    expect([atExit, atEntry].map((hop) => hop && hex(hop.dest))).toEqual(hops);
  });

  test('failure frames', () => {
    for (const { frame, ...word } of envelope.failures) expect(readFailure(fromHex(frame))).toEqual(word);
  });

  test('the log’s proofs', () => {
    const { leaves, roots, inclusion, consistency } = root.log;
    const { index, size, path } = inclusion;
    const bytes = (text: string | undefined) => fromHex(text ?? '');
    expect(verifyInclusion(p, bytes(leaves[index]), index, size, path.map(fromHex), bytes(roots[size]))).toBe(
      true,
    );
    const { from, to } = consistency;
    const between = consistency.path.map(fromHex);
    expect(verifyConsistency(p, from, bytes(roots[from]), to, bytes(roots[to]), between)).toBe(true);
  });

  test('a credential spent', async () => {
    const g = await ristretto(1);
    const { spending, tokens, nonces } = credential;
    const secret = fromHex(credential.secret);
    expect(nonces.map((nonce) => hex(evaluate(g, secret, fromHex(nonce))))).toEqual(tokens);
    const args = decode(fromHex(spending.args));
    if (typeof args !== 'object' || args === null) throw new Error('arguments are a map');
    const bound = boundOf(p, fromHex(spending.salt), deedHash(p, spending.command, args));
    expect(hex(bound)).toBe(spending.bound);
    const asked = { nonce: fromHex(nonces[0] ?? ''), bound, mac: fromHex(spending.mac) };
    expect(checkSpend(g, p, secret, fromHex(spending.server), asked)).toBe(true);
  });
});

function x1Of(body: string): Uint8Array {
  const read = decode(fromHex(body));
  if (typeof read === 'object' && read !== null && 'x' in read && read.x instanceof Uint8Array) return read.x;
  throw new Error('a body has X1');
}
