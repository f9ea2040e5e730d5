import fc from 'fast-check';
import { Registry } from 'prom-client';
import { beforeEach, describe, expect, test } from 'vitest';
import { base64url, concat, hex, same, u32 } from '../../../lib/bytes.ts';
import { writeFailure } from '../../../lib/crypto/answer.ts';
import { sealQuestion } from '../../../lib/crypto/envelope.ts';
import { envelopeSize, keyIdOf, type Layer, type SizeClass } from '../../../lib/crypto/header.ts';
import { sealLayer } from '../../../lib/crypto/layer.ts';
import { nativePrimitives as p } from '../../../lib/crypto/native.ts';
import { encode } from '../../../lib/protocol/codec.ts';
import type { Command } from '../../../lib/protocol/command.ts';
import { refill } from '../../../lib/protocol/commands/ad.ts';
import { gone } from '../../../lib/protocol/commands/content.ts';
import { spend } from '../../../lib/protocol/commands/id.ts';
import { Front, type Served } from '../../../servers/front.ts';
import { networkOf, operatorOf, seedOf } from '../../network/operators.ts';
import { flip, newKey } from '../crypto/world.ts';
import { runs } from '../fuzzruns.ts';

const MINUTE = 29_000_000;
const own = newKey(p);
const other = newKey(p);
const serverId = p.signKey(seedOf('north content'));
const file = networkOf([operatorOf('north', ['content', 'id', 'ad'])]);
const signatures = [{ key: base64url(serverId), sig: base64url(new Uint8Array(64)) }];

/** One command of each server that answers envelopes. */
const servers: [string, Command][] = [
  ['the content server', gone],
  ['the ID server', spend],
  ['the ad server', refill],
];

describe.each(servers)('%s', (_, command) => {
  let front: Front;
  let metrics: Registry;
  let asked: number;

  beforeEach(() => {
    metrics = new Registry();
    asked = 0;
    const served: Served = {
      command,
      answer: async () => {
        asked++;
        return encode({});
      },
    };
    const context = {
      operator: 'north',
      serverId,
      serverKeys: {
        find: (id: Uint8Array) => (same(id, keyIdOf(p, own.publicKey)) ? own : null),
        publications: () => [],
      },
      network: () => ({ file, signatures }),
      now: () => MINUTE * 60_000,
      log: { error: () => undefined },
      metrics,
    };
    front = new Front(context, [served], 64);
  });

  const body = encode({ v: 1, c: command.name, t: MINUTE, x: p.random(32), a: {} });
  const padded = (bytes: Uint8Array, length = bytes.length, pad = 0) =>
    concat(u32(length), bytes, new Uint8Array(2044 - bytes.length).fill(pad));
  const sealed = (plaintext: Uint8Array, key = own, layer: Layer = 0) =>
    sealLayer(p, { publicKey: key.publicKey, sizeClass: 0, layer }, plaintext);
  const renamed = (envelope: Uint8Array) => {
    const out = Uint8Array.from(envelope);
    out.set(keyIdOf(p, own.publicKey), 4);
    return out;
  };
  const spoilt: [string, () => Uint8Array][] = [
    ['a wrong key', () => sealed(padded(body), other)],
    ['a wrong key under the name of the right one', () => renamed(sealed(padded(body), other))],
    ['a wrong tag', () => flip(sealed(padded(body)), (envelopeSize(0, 0) - 1) * 8)],
    ['wrong padding', () => sealed(padded(body, body.length, 1))],
    ['a length that is not the body’s', () => sealed(padded(body, body.length + 1))],
    ['a length over the class', () => sealed(padded(body, 2 ** 32 - 1))],
    ['a body that is not CBOR', () => sealed(padded(new Uint8Array(100).fill(0xff)))],
    ['a body without a key to answer under', () => sealed(padded(encode({ v: 1, c: command.name })))],
    ['another layer', () => sealed(padded(body), own, 1)],
    ['a byte too few', () => sealed(padded(body)).subarray(1)],
    ['a byte too many', () => concat(sealed(padded(body)), Uint8Array.of(0))],
    ['nothing', () => new Uint8Array(0)],
    ['more than the largest class', () => new Uint8Array(1 << 20)],
  ];

  const failures = async (): Promise<string> => {
    const all = await metrics.getMetricsAsJSON();
    return JSON.stringify(all.flatMap(({ name, values }) => (values.length > 0 ? [{ name, values }] : [])));
  };

  test('says the same in the same bytes of all that is wrong with an envelope, and does nothing', async () => {
    const { envelope } = sealQuestion(p, { publicKey: own.publicKey, sizeClass: 0 }, question(command));
    expect(envelope).toHaveLength(envelopeSize(0, 0));
    const counted: string[] = [];
    for (const [what, make] of spoilt) {
      metrics.resetMetrics();
      if (command.from === 'servers' && what === 'nothing') continue; // there it asks for the server's keys
      expect([what, hex(await front.answer(make(), command.from))]).toEqual([
        what,
        hex(writeFailure('unreadable')),
      ]);
      counted.push(await failures());
    }
    expect(new Set(counted).size).toBe(1);
    expect(asked).toBe(0);
  });

  test('answers no envelope with any bit other', async () => {
    const make = (sizeClass: SizeClass) =>
      sealQuestion(p, { publicKey: own.publicKey, sizeClass }, question(command)).envelope;
    const small = make(0);
    await fc.assert(
      fc.asyncProperty(fc.nat(small.length * 8 - 1), async (bit) => {
        expect(await front.answer(flip(small, bit), command.from)).toEqual(writeFailure('unreadable'));
      }),
      runs(150),
    );
    expect(asked).toBe(0);
    if (command.from === 'users') {
      await front.answer(small, command.from);
      expect(asked).toBe(1);
    }
  });
});

function question(command: Command) {
  return { c: command.name, t: MINUTE, a: {} };
}
