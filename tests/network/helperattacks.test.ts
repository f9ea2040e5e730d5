import { randomBytes } from 'node:crypto';
import { connect } from 'node:net';
import { noise } from '@libp2p/noise';
import { tcp } from '@libp2p/tcp';
import { yamux } from '@libp2p/yamux';
import { multiaddr } from '@multiformats/multiaddr';
import { createLibp2p } from 'libp2p';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { concat, fromHex, u32 } from '../../lib/bytes.ts';
import { encode } from '../../lib/protocol/codec.ts';
import { readAddress } from '../../servers/helper/daemon/address.ts';
import { PROTOCOL, type Question } from '../../servers/helper/daemon/wire.ts';
import {
  befriend,
  type Extension,
  letterOf,
  type Machine,
  makeMachine,
  until,
  wordOf,
} from './helperworld.ts';
import { type HostilePeer, startHostile } from './hostilepeer.ts';

const LOG = 'ab'.repeat(16);
let machine: Machine;
let elsewhere: Machine;
let mallory: HostilePeer;
let bob: Extension;

beforeAll(async () => {
  [machine, elsewhere] = [await makeMachine(), await makeMachine()];
  mallory = await startHostile();
});

afterEach(async () => {
  for (const one of [machine, elsewhere]) await one.rest();
});

afterAll(async () => {
  await mallory.node.stop();
  for (const one of [machine, elsewhere]) await one.end();
});

/** Bob, to whom Mallory is a Friend or nobody. */
async function victim(friend: boolean): Promise<readonly string[]> {
  bob = machine.extension();
  await bob.connected();
  await bob.helper.friends(friend ? [{ addresses: [mallory.address], ends: [] }] : []);
  return bob.helper.addresses();
}

/** Bob's helper still does its work for a true Friend. */
async function stillServes(): Promise<void> {
  const [ben, bea] = [elsewhere.extension(), machine.extension()];
  await Promise.all([ben.connected(), bea.connected()]);
  await befriend(ben, bea);
  const parcel = { to: bea.helper.addresses(), log: LOG, number: 1, letter: letterOf('still here') };
  expect(await ben.helper.deliver(parcel, 10_000)).toBe(true);
  await until(() => bea.letters.some((letter) => wordOf(letter) === 'still here'));
}

describe('a helper nobody knows', () => {
  it('is turned away before it can say anything, and leaves nothing', async () => {
    const to = await victim(false);
    await expect(mallory.deliver(to, LOG, [[1, letterOf('spam')]])).rejects.toThrow();
    expect((await bob.helper.status())?.letters).toBe(0);
    expect(bob.letters).toEqual([]);
  });

  it('is turned away as soon as it was unfriended', async () => {
    const to = await victim(true);
    expect(await mallory.deliver(to, LOG, [[1, letterOf('one')]])).toEqual({ is: 'custody', letters: 1 });
    await until(() => bob.letters.length === 1);
    await bob.helper.friends([]);
    const answer = await mallory.deliver(to, LOG, [[2, letterOf('two')]]).catch(() => ({ is: 'gone' }));
    expect(['refused', 'gone']).toContain(answer.is);
    expect(bob.letters).toHaveLength(1);
  });
});

describe('a Friend’s helper gone bad', () => {
  it('may repeat a letter as often as it likes: it is kept and brought once', async () => {
    const to = await victim(true);
    const letter = letterOf('again');
    for (let i = 0; i < 5; i++)
      expect(await mallory.deliver(to, LOG, [[1, letter]])).toEqual({ is: 'custody', letters: 1 });
    await mallory.deliver(to, LOG, [[2, letterOf('end')]]);
    await until(() => bob.letters.some((one) => wordOf(one) === 'end'));
    expect(bob.letters.map(wordOf)).toEqual(['again', 'end']);
    // and after the database has it
    await until(async () => (await bob.helper.status())?.letters === 0);
    await mallory.deliver(to, LOG, [[1, letter]]);
    await mallory.deliver(to, LOG, [[3, letterOf('end 2')]]);
    await until(() => bob.letters.some((one) => wordOf(one) === 'end 2'));
    expect(bob.letters).toHaveLength(3);
  });

  it('may bring letters out of order: all are kept, the database sorts them', async () => {
    const to = await victim(true);
    for (const number of [3, 1, 2]) await mallory.deliver(to, LOG, [[number, letterOf(`out ${number}`)]]);
    await until(() => bob.letters.length === 3);
    expect(bob.letters.map(wordOf).sort()).toEqual(['out 1', 'out 2', 'out 3']);
  });

  it('brings nothing that has not the size of a letter', async () => {
    const to = await victim(true);
    for (const size of [0, 16, 2047, 2049, 8191])
      await expect(mallory.deliver(to, LOG, [[1, new Uint8Array(size)]])).rejects.toThrow();
    expect(await mallory.deliver(to, LOG, [[1, letterOf('long', 8192)]])).toMatchObject({ letters: 1 });
    await until(() => bob.letters.length === 1);
    expect(bob.letters.map((one) => one.length)).toEqual([8192]);
  });

  it('learns nothing of other clients of the helper, nor whether there are any', async () => {
    const to = await victim(true);
    const other = machine.extension();
    await other.connected();
    const letters = [{ log: fromHex(LOG), number: 1, letter: letterOf('not you') }];
    const slots = [other.slot, 'ee'.repeat(16)].map(fromHex);
    for (const slot of slots) {
      expect(await mallory.ask(to, { is: 'deliver', slot, letters })).toEqual({ is: 'refused' });
      const after: Question = { is: 'after', slot, from: fromHex(mallory.slot), ends: [], row: 0 };
      expect(await mallory.ask(to, after)).toEqual({ is: 'refused' });
    }
    const from = fromHex(other.slot);
    const pretending: Question = { is: 'after', slot: fromHex(bob.slot), from, ends: [], row: 0 };
    expect(await mallory.ask(to, pretending)).toEqual({ is: 'refused' });
    expect(other.letters).toEqual([]);
  });

  it('fills its own share and no more', async () => {
    const to = await victim(true);
    await bob.close();
    const batch = (from: number): [number, Uint8Array][] =>
      Array.from({ length: 32 }, (_, i) => [from + i, letterOf(`${from + i}`)]);
    let held = 0;
    for (let number = 0; number < 2100; number += 32) {
      const answer = await mallory.deliver(to, LOG, batch(number));
      held += answer.is === 'custody' ? answer.letters : 0;
    }
    expect(held).toBe(2000);
    await stillServes();
  });

  it('gets no answer to what is no question, and the helper goes on', async () => {
    const to = await victim(true);
    const address = readAddress(to[0] ?? '');
    const node = await createLibp2p({
      transports: [tcp()],
      connectionEncrypters: [noise()],
      streamMuxers: [yamux()],
      connectionManager: { reconnectRetries: 0 },
    });
    // a question of Bob's helper is never answered
    await node.handle(PROTOCOL, () => undefined);
    const slot = randomBytes(16).toString('hex');
    const own = `${slot}@/ip4/127.0.0.1/tcp/9/p2p/${node.peerId.toString()}`;
    await bob.helper.friends([{ addresses: [own], ends: [] }]);
    const rubbish = [
      randomBytes(64),
      u32(0xffff_ffff),
      u32(0),
      framed(randomBytes(200)),
      framed(encode({ is: 'own', slot: fromHex(slot) })),
      framed(encode({ is: 'after', slot: fromHex(slot), from: 'x', ends: [], row: 0 })),
      framed(encode([[[[[[]]]]]])),
    ];
    const connection = await node.dial(multiaddr(address?.at ?? ''));
    for (const bytes of rubbish) {
      const stream = await connection.newStream(PROTOCOL);
      stream.send(bytes);
      await stream.close().catch(() => undefined);
      const got: number[] = [];
      const read = async () => {
        for await (const piece of stream) got.push(piece.byteLength);
      };
      await read().catch(() => undefined);
      expect(got).toEqual([]);
    }
    await node.stop();
    await stillServes();
  });
});

describe('the open port', () => {
  it('takes rubbish and many connections, and goes on', async () => {
    await victim(false);
    const sockets = Array.from({ length: 40 }, () => connect(machine.port, '127.0.0.1'));
    for (const socket of sockets) {
      socket.on('error', () => undefined);
      socket.write(randomBytes(5000));
    }
    await until(() => sockets.every((socket) => socket.destroyed || socket.readableEnded), 15_000);
    await stillServes();
  });
});

function framed(bytes: Uint8Array): Uint8Array {
  return concat(u32(bytes.length), bytes);
}
