import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { concat, hex, u64 } from '../../../lib/bytes.ts';
import { writeFailure } from '../../../lib/crypto/answer.ts';
import { openQuestion } from '../../../lib/crypto/envelope.ts';
import { SIZE_CLASSES } from '../../../lib/crypto/header.ts';
import { openLayer, sealLayer } from '../../../lib/crypto/layer.ts';
import { openHop, type Route, sealRoute } from '../../../lib/crypto/onion.ts';
import type { Primitives } from '../../../lib/crypto/primitives.ts';
import { Body } from '../../../lib/protocol/body.ts';
import { encode } from '../../../lib/protocol/codec.ts';
import { check } from '../../../lib/protocol/command.ts';
import { runs } from '../fuzzruns.ts';
import { flip, holding, newKey, pairs, question, there } from './world.ts';

const cbor = encode({ ok: { text: 'answer' } });

/** Entry, exit and server with their keys, and the route a client takes over them. */
function network(p: Primitives) {
  const [entry, exit, server] = [newKey(p), newKey(p), newKey(p)];
  const stop = (key: { publicKey: Uint8Array }) => ({ id: p.random(32), publicKey: key.publicKey });
  const route: Route = { entry: stop(entry), exit: stop(exit), server: stop(server) };
  return { route, entry: holding(p, entry), exit: holding(p, exit), server: holding(p, server) };
}

describe.each(pairs)('%s', (_, client, p) => {
  const { route, ...keys } = network(p);

  test.each([0, 1, 2, 3] as const)('class %i goes there and back, every frame of one size', (sizeClass) => {
    const size = SIZE_CLASSES[sizeClass];
    const sealed = sealRoute(client, route, sizeClass, question());
    expect(sealed.bytes).toHaveLength(1148 + size + 2 * 1220);
    const entry = there(openHop(p, keys.entry, 2, sealed.bytes));
    expect(entry.dest).toEqual(route.exit.id);
    expect(entry.minute).toBe(29_000_000);
    const exit = there(openHop(p, keys.exit, 1, entry.inner));
    expect(exit.dest).toEqual(route.server.id);
    const asked = there(openQuestion(p, keys.server, exit.inner));
    expect(asked.body).toMatchObject(question());

    const answer = asked.sealAnswer(cbor);
    const fromExit = exit.sealAnswer(answer);
    expect(fromExit).toHaveLength(49 + 4 + 49 + size);
    const fromEntry = entry.sealAnswer(fromExit);
    expect(fromEntry).toHaveLength(49 + 4 + 49 + 4 + 49 + size);
    expect(sealed.open(fromEntry)).toEqual({ cbor, opened: 3 });

    expect(exit.sealAnswer(writeFailure('unreachable'))).toHaveLength(fromExit.length);
    expect(entry.sealAnswer(writeFailure('unreachable'))).toHaveLength(fromEntry.length);
  });

  test('a failure tells how far the answer had opened', () => {
    const sealed = sealRoute(client, route, 0, question());
    const entry = there(openHop(p, keys.entry, 2, sealed.bytes));
    const exit = there(openHop(p, keys.exit, 1, entry.inner));
    const busy = writeFailure('busy');
    expect(sealed.open(busy)).toEqual({ failure: 'busy', opened: 0 });
    expect(sealed.open(entry.sealAnswer(busy))).toEqual({ failure: 'busy', opened: 1 });
    const deep = entry.sealAnswer(exit.sealAnswer(writeFailure('stale', 7)));
    expect(sealed.open(deep)).toEqual({ failure: 'stale', minute: 7, opened: 2 });
  });

  test('a hop cannot answer for the one behind it, nor with another question’s answer', () => {
    const [mine, other] = [sealRoute(client, route, 0, question()), sealRoute(client, route, 0, question())];
    const answered = [mine, other].map((sealed) => {
      const entry = there(openHop(p, keys.entry, 2, sealed.bytes));
      const exit = there(openHop(p, keys.exit, 1, entry.inner));
      return { entry, exit, answer: there(openQuestion(p, keys.server, exit.inner)).sealAnswer(cbor) };
    });
    const [a, b] = [there(answered[0]), there(answered[1])];
    expect(mine.open(a.entry.sealAnswer(a.exit.sealAnswer(b.answer)))).toBeNull();
    expect(mine.open(a.entry.sealAnswer(b.exit.sealAnswer(a.answer)))).toBeNull();
    expect(mine.open(b.entry.sealAnswer(a.exit.sealAnswer(a.answer)))).toBeNull();
    expect(mine.open(a.entry.sealAnswer(a.answer))).toBeNull();
    expect(mine.open(a.answer)).toBeNull();
    expect(mine.open(a.entry.sealAnswer(a.exit.sealAnswer(a.answer)))).toEqual({ cbor, opened: 3 });
  });

  test('a bit flipped by the entry in the inner layer dies at the exit, and on the way back at the client', () => {
    const sealed = sealRoute(client, route, 0, question());
    const entry = there(openHop(p, keys.entry, 2, sealed.bytes));
    const exit = there(openHop(p, keys.exit, 1, entry.inner));
    const inside = exit.sealAnswer(there(openQuestion(p, keys.server, exit.inner)).sealAnswer(cbor));
    const property = fc.property(fc.nat(), (bit) => {
      expect(openHop(p, keys.entry, 2, flip(sealed.bytes, bit))).toBeNull();
      expect(openHop(p, keys.exit, 1, flip(entry.inner, bit))).toBeNull();
      expect(openQuestion(p, keys.server, flip(exit.inner, bit))).toBeNull();
      expect(sealed.open(entry.sealAnswer(flip(inside, bit)))).toBeNull();
    });
    fc.assert(property, runs(40));
  });

  test('a layer is opened only as the layer it is, by the hop it is for', () => {
    const sealed = sealRoute(client, route, 0, question());
    const entry = there(openHop(p, keys.entry, 2, sealed.bytes));
    expect(openHop(p, keys.entry, 1, sealed.bytes)).toBeNull();
    expect(openHop(p, keys.exit, 2, sealed.bytes)).toBeNull();
    expect(openHop(p, keys.entry, 1, entry.inner)).toBeNull();
    expect(openQuestion(p, keys.exit, entry.inner)).toBeNull();
    expect(openHop(p, keys.entry, 2, sealed.bytes.subarray(1))).toBeNull();
    expect(openHop(p, keys.entry, 2, new Uint8Array(0))).toBeNull();
  });

  test('each layer of each envelope has an X1 of its own', () => {
    const keysOut = [0, 1].flatMap(() => {
      const sealed = sealRoute(client, route, 0, question());
      const entry = there(openLayer(p, keys.entry, 2, sealed.bytes)).plaintext;
      const exit = there(openLayer(p, keys.exit, 1, entry.subarray(72))).plaintext;
      const { body } = there(openQuestion(p, keys.server, exit.subarray(72)));
      return [entry.subarray(0, 32), exit.subarray(0, 32), check(Body, body).x];
    });
    expect(new Set(keysOut.map(hex)).size).toBe(6);
  });

  test('a minute over 2^53 is none', () => {
    const minute = concat(Uint8Array.of(0x20), u64(0).subarray(1));
    const plaintext = concat(p.random(32), minute, p.random(32), new Uint8Array(1148 + 2048));
    const envelope = sealLayer(
      client,
      { publicKey: route.exit.publicKey, sizeClass: 0, layer: 1 },
      plaintext,
    );
    expect(openHop(p, keys.exit, 1, envelope)).toBeNull();
  });
});
