import { expect, test } from 'vitest';
import { concat } from '../../../lib/bytes.ts';
import { openQuestion, openQuestionAside, sealQuestion } from '../../../lib/crypto/envelope.ts';
import { nativePrimitives as p } from '../../../lib/crypto/native.ts';
import { openHop, openHopAside, sealRoute } from '../../../lib/crypto/onion.ts';
import { sodiumPrimitives } from '../../../lib/crypto/sodium.ts';
import { flip } from './people.ts';

const sodium = await sodiumPrimitives();
const seed = p.random(32);
const publicKey = p.kem.publicKey(seed);
const keyOf = () => ({ seed, publicKey });
const question = { c: 'content.gone', t: 1, a: { drop: p.random(32) } };

async function decapsulateAside(seed: Uint8Array, enc: Uint8Array): Promise<Uint8Array | null> {
  if (p.kem.decapsulateAside === undefined) throw new Error('servers open aside');
  return p.kem.decapsulateAside(seed, enc);
}

test('X-Wing aside gives what libsodium gives, of good, changed, ill-sized and small-order shares', async () => {
  const { enc = new Uint8Array(0), secret } = sodium.kem.encapsulate(publicKey) ?? {};
  expect(await decapsulateAside(seed, enc)).toEqual(secret);
  for (const at of [0, 1087, 1088, 1119]) {
    const changed = flip(enc, at * 8);
    expect(await decapsulateAside(seed, changed)).toEqual(sodium.kem.decapsulate(seed, changed));
    expect(await decapsulateAside(seed, changed)).not.toEqual(secret);
  }
  expect(await decapsulateAside(seed, enc.subarray(1))).toBeNull();
  expect(await decapsulateAside(seed.subarray(1), enc)).toBeNull();
  expect(await decapsulateAside(seed, concat(enc.subarray(0, 1088), new Uint8Array(32)))).toBeNull();
});

test('a question opened aside is the same question, and with any part other is none', async () => {
  const { envelope } = sealQuestion(p, { publicKey, sizeClass: 0 }, question);
  const aside = await openQuestionAside(p, keyOf, envelope);
  const { body, hash, sizeClass } = openQuestion(p, keyOf, envelope) ?? {};
  expect(aside).toMatchObject({ body, hash, sizeClass });
  expect(await openQuestionAside(sodium, keyOf, envelope)).toMatchObject({ body, hash, sizeClass });
  for (const at of [0, 1, 2, 3, 4, 12, 1100, 1131, 1132, envelope.length - 1])
    expect(await openQuestionAside(p, keyOf, flip(envelope, at * 8))).toBeNull();
  expect(await openQuestionAside(p, keyOf, envelope.subarray(1))).toBeNull();
  expect(await openQuestionAside(p, () => undefined, envelope)).toBeNull();
});

test('a seed that is wiped while its question is being opened still opens that one', async () => {
  const { envelope } = sealQuestion(p, { publicKey, sizeClass: 0 }, question);
  const own = { seed: Uint8Array.from(seed), publicKey };
  const opening = openQuestionAside(p, () => own, envelope);
  own.seed.fill(0);
  expect((await opening)?.body).toMatchObject({ c: question.c });
  expect(await openQuestionAside(p, () => own, envelope)).toBeNull();
});

test('hops opened aside are the same hops', async () => {
  const stop = { id: p.random(32), publicKey };
  const { bytes } = sealRoute(p, { entry: stop, exit: stop, server: stop }, 0, question);
  const entry = await openHopAside(p, keyOf, 2, bytes);
  expect(entry?.inner).toEqual(openHop(p, keyOf, 2, bytes)?.inner);
  const exit = entry && (await openHopAside(p, keyOf, 1, entry.inner));
  expect(exit && (await openQuestionAside(p, keyOf, exit.inner))?.body).toMatchObject({ c: question.c });
  expect(await openHopAside(p, keyOf, 1, bytes)).toBeNull();
  expect(await openHopAside(p, keyOf, 2, flip(bytes, 8_000))).toBeNull();
});
