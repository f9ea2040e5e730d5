import { openQuestion, type SealedQuestion, sealQuestion } from '../../lib/crypto/envelope.ts';
import { SIZE_CLASSES, type SizeClass } from '../../lib/crypto/header.ts';
import { nativePrimitives } from '../../lib/crypto/native.ts';
import type { Primitives } from '../../lib/crypto/primitives.ts';
import { sodiumPrimitives } from '../../lib/crypto/sodium.ts';
import { compare, type Subject } from './measure.ts';
import { rates } from './table.ts';

/** (f) Sealing and opening envelopes: libsodium's wasm and node:crypto, with bare X-Wing as the floor. */
export async function run(): Promise<void> {
  const sodium = await sodiumPrimitives();
  for (const sizeClass of [0, 1, 2, 3] as const) {
    const subjects = [
      ...floor('wasm', sodium),
      ...floor('native', nativePrimitives),
      ...sealing('wasm', sodium, sizeClass),
      ...sealing('native', nativePrimitives, sizeClass),
    ];
    const measured = await compare(5, subjects);
    rates(`(f) Envelopes of ${SIZE_CLASSES[sizeClass]} bytes, one core`, measured, [
      'bare X-Wing decapsulation, wasm',
      'bare X-Wing decapsulation, native',
    ]);
  }
}

function floor(name: string, p: Primitives): Subject[] {
  const seed = p.random(32);
  const pair = p.kem.encapsulate(p.kem.publicKey(seed));
  if (pair === null) throw new Error('no X-Wing');
  const decapsulate = (count: number) => {
    for (let i = 0; i < count; i++) p.kem.decapsulate(seed, pair.enc);
  };
  return [{ name: `bare X-Wing decapsulation, ${name}`, count: 200, run: decapsulate }];
}

function sealing(name: string, p: Primitives, sizeClass: SizeClass): Subject[] {
  const seed = p.random(32);
  const publicKey = p.kem.publicKey(seed);
  const question = { c: 'content.gone', t: 0, a: { drop: p.random(32) } };
  const seal = (): SealedQuestion => sealQuestion(p, { publicKey, sizeClass }, question);
  const { envelope } = seal();
  const open = () => openQuestion(p, () => ({ seed, publicKey }), envelope);
  if (open() === null) throw new Error('does not open');
  const times = (task: () => unknown) => (count: number) => {
    for (let i = 0; i < count; i++) task();
  };
  return [
    { name: `seal, ${name}`, count: 200, run: times(seal) },
    { name: `open, ${name}`, count: 200, run: times(open) },
  ];
}
