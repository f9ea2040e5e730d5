import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { concat, hex } from '../../../../lib/bytes.ts';
import { answerSize, readFailure, writeFailure } from '../../../../lib/crypto/answer.ts';
import { envelopeSize, keyIdOf, type SizeClass } from '../../../../lib/crypto/header.ts';
import { nativePrimitives as p } from '../../../../lib/crypto/native.ts';
import { sealRoute } from '../../../../lib/crypto/onion.ts';
import { type Hop, passOn } from '../../../../servers/anonymizer/hop.ts';
import { Replays } from '../../../../servers/replays.ts';
import { flip, newKey } from '../../crypto/world.ts';
import { runs } from '../../fuzzruns.ts';

const MINUTE = 29_000_000;
const keys = { entry: newKey(p), exit: newKey(p), server: newKey(p) };
const ids = { entry: p.random(32), exit: p.random(32), server: p.random(32) };

/** A hop that counts what it passes on, and answers with `behind`. */
function hop(layer: 1 | 2, behind: Hop['forward'] = async () => null, minute = MINUTE) {
  const key = layer === 2 ? keys.entry : keys.exit;
  const replays = new Replays(minute * 60_000);
  const forwarded: { dest: string; inner: Uint8Array }[] = [];
  const outcomes: string[] = [];
  const made: Hop = {
    layer,
    primitives: p,
    keyOf: (id) => (hex(id) === hex(keyIdOf(p, key.publicKey)) ? key : undefined),
    first: (hash) => replays.first(hash, minute * 60_000),
    now: () => minute * 60_000,
    forward: (dest, inner) => {
      forwarded.push({ dest: hex(dest), inner: Uint8Array.from(inner) });
      return behind(dest, inner);
    },
    count: (outcome) => void outcomes.push(outcome),
  };
  return { hop: made, forwarded, outcomes };
}

function sealed(sizeClass: SizeClass = 1, minute = MINUTE) {
  const stop = (name: keyof typeof keys) => ({ id: ids[name], publicKey: keys[name].publicKey });
  const route = { entry: stop('entry'), exit: stop('exit'), server: stop('server') };
  return sealRoute(p, route, sizeClass, { c: 'content.gone', t: minute, a: { drop: ids.server } });
}

const UNREADABLE = writeFailure('unreadable');

describe('a hop', () => {
  it('passes on what is inside, to whom it is for, and seals what comes back', async () => {
    const { bytes, open } = sealed();
    const exit = hop(1, async () => writeFailure('busy'));
    const entry = hop(2, async (_dest, inner) => passOn(exit.hop, inner));
    expect(open(await passOn(entry.hop, bytes))).toEqual({ failure: 'busy', opened: 2 });
    expect(entry.forwarded.map(({ dest }) => dest)).toEqual([hex(ids.exit)]);
    expect(exit.forwarded.map(({ dest }) => dest)).toEqual([hex(ids.server)]);
    expect(exit.forwarded[0]?.inner).toHaveLength(envelopeSize(0, 1));
  });

  it('answers every spoilt envelope with the same bytes and passes nothing on: no bit survives', async () => {
    const { bytes } = sealed(0);
    const { hop: entry, forwarded } = hop(2);
    // every bit of the header, and bits all over the rest
    const bits = [
      ...Array(12 * 8).keys(),
      ...Array.from({ length: 400 }, (_, i) => 96 + i * ((bytes.length * 8 - 96) / 400)),
    ];
    for (const bit of bits) expect(await passOn(entry, flip(bytes, Math.floor(bit)))).toEqual(UNREADABLE);
    expect(forwarded).toHaveLength(0);
  });

  it('a spoilt inner envelope dies at the exit: an entry cannot mark what the exit will pass', async () => {
    const { bytes, open } = sealed();
    const exit = hop(1);
    for (let i = 0; i < 200; i++) {
      const entry = hop(2, async (_dest, inner) => passOn(exit.hop, flip(inner, i * 379)));
      expect(open(await passOn(entry.hop, bytes))).toEqual({ failure: 'unreadable', opened: 1 });
    }
    expect(exit.forwarded).toHaveLength(0);
  });

  it('says the same of a wrong key, key id, tag, length, version, suite, class and layer', async () => {
    const { bytes } = sealed();
    const other = newKey(p);
    const strange = { id: ids.entry, publicKey: other.publicKey };
    const stop = (name: 'exit' | 'server') => ({ id: ids[name], publicKey: keys[name].publicKey });
    const question = { c: 'content.gone', t: MINUTE, a: {} };
    const forOther = sealRoute(
      p,
      { entry: strange, exit: stop('exit'), server: stop('server') },
      1,
      question,
    ).bytes;
    const renamed = Uint8Array.from(forOther);
    renamed.set(keyIdOf(p, keys.entry.publicKey), 4);
    const cases = [
      forOther,
      renamed,
      flip(bytes, bytes.length * 8 - 1),
      bytes.subarray(1),
      bytes.subarray(0, -1),
      concat(bytes, Uint8Array.of(0)),
      new Uint8Array(0),
      ...[0, 8, 16, 24].map((bit) => flip(bytes, bit)),
    ];
    const { hop: entry, forwarded } = hop(2);
    for (const one of cases) expect(await passOn(entry, one)).toEqual(UNREADABLE);
    const { hop: exit } = hop(1);
    expect(await passOn(exit, bytes)).toEqual(UNREADABLE);
    expect(forwarded).toHaveLength(0);
  });

  it('refuses an envelope it has seen', async () => {
    const { bytes } = sealed();
    const { hop: entry, forwarded } = hop(2);
    await passOn(entry, bytes);
    expect(await passOn(entry, bytes)).toEqual(writeFailure('replayed'));
    expect(forwarded).toHaveLength(1);
  });

  it.each([-6, 6])('passes nothing on whose clock is %i minutes off, and tells its own', async (off) => {
    const { bytes, open } = sealed(1, MINUTE + off);
    const { hop: entry, forwarded } = hop(2);
    expect(open(await passOn(entry, bytes))).toEqual({ failure: 'stale', minute: MINUTE, opened: 1 });
    expect(forwarded).toHaveLength(0);
    for (const near of [-5, 5]) {
      await passOn(entry, sealed(1, MINUTE + near).bytes);
    }
    expect(forwarded).toHaveLength(2);
  });

  it('gives a word for whatever is not a frame of the layer behind', async () => {
    const size = answerSize(1, 1);
    for (const bad of [
      new Uint8Array(0),
      new Uint8Array(size - 1),
      new Uint8Array(size + 1),
      new Uint8Array(16).fill(7),
    ]) {
      const { bytes, open } = sealed();
      const { hop: entry } = hop(2, async () => bad);
      expect(open(await passOn(entry, bytes))).toEqual({ failure: 'unreachable', opened: 1 });
    }
    const { bytes, open } = sealed();
    const failing = hop(2, async () => {
      throw new Error('gone');
    });
    expect(open(await passOn(failing.hop, bytes))).toEqual({ failure: 'unreachable', opened: 1 });
  });

  it('answers with one size per class, whatever happened behind it', async () => {
    for (const sizeClass of [0, 1, 2, 3] as const) {
      const size = answerSize(1, sizeClass);
      const frames = [
        writeFailure('busy'),
        writeFailure('unreadable'),
        new Uint8Array(size).fill(1),
        new Uint8Array(3),
        null,
      ];
      const sizes = new Set<number>();
      for (const frame of frames)
        sizes.add((await passOn(hop(2, async () => frame).hop, sealed(sizeClass).bytes)).length);
      sizes.add((await passOn(hop(2).hop, sealed(sizeClass, 0).bytes)).length);
      expect([...sizes]).toEqual([answerSize(2, sizeClass)]);
    }
  });

  it('two answers to one question are under different keys and none opens another question’s', async () => {
    const one = sealed();
    const two = sealed();
    const first = await passOn(hop(2).hop, one.bytes);
    const again = await passOn(hop(2).hop, one.bytes);
    expect(first.slice(1, 33)).not.toEqual(again.slice(1, 33));
    expect(one.open(first)).toEqual(one.open(again));
    expect(two.open(first)).toBeNull();
  });

  it('bears any bytes', async () => {
    const { hop: entry, forwarded } = hop(2);
    await fc.assert(
      fc.asyncProperty(fc.uint8Array({ maxLength: 9_000 }), async (bytes) => {
        expect(await passOn(entry, bytes)).toEqual(UNREADABLE);
      }),
      runs(100),
    );
    const { bytes } = sealed(0);
    await fc.assert(
      fc.asyncProperty(
        fc.nat(bytes.length - 1),
        fc.uint8Array({ minLength: 1, maxLength: 40 }),
        async (at, patch) => {
          const spoilt = Uint8Array.from(bytes);
          spoilt.set(patch.subarray(0, bytes.length - at), at);
          if (hex(spoilt) !== hex(bytes))
            expect(readFailure(await passOn(entry, spoilt))).toEqual({ failure: 'unreadable' });
        },
      ),
      runs(100),
    );
    expect(forwarded).toHaveLength(0);
  });
});
