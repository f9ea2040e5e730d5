import { beforeEach, describe, expect, it } from 'vitest';
import { packBytes } from '../../../lib/native/base64.ts';
import { CarryError } from '../../../lib/native/carry.ts';
import { type Helper, type HelperParts, openHelper } from '../../../lib/native/helper.ts';
import { MOST_DEVICES } from '../../../lib/native/shapes.ts';
import { type FakePort, fakePort, handClock, settle } from './fakeport.ts';

const SLOT = '0f'.repeat(16);
const LOG = 'ab'.repeat(16);
const letter = new Uint8Array(2048).fill(7);
const parcel = { to: [`${SLOT}@/ip4/192.0.2.1/tcp/1/p2p/x`], log: LOG, number: 1, letter };
const greeting = { version: '1', addresses: [`${SLOT}@/ip4/192.0.2.7/tcp/1/p2p/me`] };

let ports: FakePort[];
let states: string[];
let clock: ReturnType<typeof handClock>;

function open(parts: Partial<HelperParts> = {}): Helper {
  return openHelper({
    connect: () => {
      const port = fakePort();
      ports.push(port);
      return port;
    },
    slot: SLOT,
    version: '1',
    onLetter: async () => undefined,
    onState: ({ is }) => void states.push(is),
    later: clock.later,
    ...parts,
  });
}

function newest(): FakePort {
  const port = ports.at(-1);
  if (port === undefined) throw new Error('nobody connected');
  return port;
}

async function connected(parts: Partial<HelperParts> = {}): Promise<Helper> {
  const helper = open(parts);
  newest().answer('hello', greeting);
  await settle();
  return helper;
}

beforeEach(() => {
  ports = [];
  states = [];
  clock = handClock();
});

describe('the extension’s side of the helper', () => {
  it('says who it is before anything else, and is connected when that was answered', async () => {
    const helper = open();
    expect(newest().sent).toEqual([{ id: 1, ask: 'hello', with: { version: '1', slot: SLOT } }]);
    expect(await helper.deliver(parcel, 10)).toBe(false);
    newest().answer('hello', greeting);
    await settle();
    expect([helper.state().is, helper.addresses()]).toEqual(['connected', greeting.addresses]);
  });

  it('tells an absent helper from one that ended, in the words of both browsers', async () => {
    const words = [
      ['Specified native messaging host not found.', 'absent'],
      ['No such native application org.peerwall.helper', 'absent'],
      ['Access to the specified native messaging host is forbidden.', 'gone'],
      ['Native host has exited.', 'gone'],
      [undefined, 'gone'],
    ] as const;
    for (const [word, is] of words) {
      const helper = open();
      newest().end(word);
      expect(helper.state().is).toBe(is);
      expect(helper.state().reason).toMatch(/\.$/);
      helper.close();
    }
    const chromium = open({ lastError: () => 'Specified native messaging host not found.' });
    newest().end();
    expect(chromium.state().is).toBe('absent');
    const throwing = open({
      connect: () => {
        throw new Error('No such native application');
      },
    });
    expect(throwing.state().is).toBe('absent');
  });

  it('connects again, later each time, and says its Friends and what was forgotten again', async () => {
    const helper = await connected();
    const list = [{ addresses: parcel.to, ends: [{ log: LOG, number: 4 }] }];
    void helper.friends(list);
    newest().answer('friends', {});
    void helper.forget(LOG, 3);
    newest().end();
    for (const wait of [1000, 2000, 4000]) {
      const before = ports.length;
      clock.pass(wait - 1);
      expect(ports.length).toBe(before);
      clock.pass(1);
      expect(ports.length).toBe(before + 1);
      if (wait < 4000) newest().end();
    }
    newest().answer('hello', greeting);
    await settle();
    newest().answer('friends', {});
    await settle();
    expect(
      newest()
        .sent.map(({ ask, with: args }) => [ask, args])
        .slice(1),
    ).toEqual([
      ['friends', { list }],
      ['forget', { log: LOG, upTo: 3 }],
    ]);
  });

  it('says taken for letters in the database, in order, and for no other', async () => {
    const read: number[] = [];
    await connected({
      onLetter: async ([first = 0]) => {
        if (first === 2) throw new Error('no room');
        read.push(first);
      },
    });
    for (const id of [1, 2, 3]) {
      const packed = packBytes(new Uint8Array(2048).fill(id));
      newest().say({ push: 'letter', with: { id, letter: packed } });
    }
    await settle();
    await settle();
    expect(read).toEqual([1, 3]);
    const taken = newest().sent.filter(({ ask }) => ask === 'taken');
    expect(taken.flatMap(({ with: args }) => (args as { ids: number[] }).ids)).toEqual([1, 3]);
  });

  it('reads no more letters once it is closed', async () => {
    const read: number[] = [];
    let resume = (): void => undefined;
    const helper = await connected({
      onLetter: async ([first = 0]) => {
        read.push(first);
        await new Promise<void>((resolve) => {
          resume = resolve;
        });
      },
    });
    for (const id of [1, 2])
      newest().say({ push: 'letter', with: { id, letter: packBytes(new Uint8Array(2048).fill(id)) } });
    await settle();
    helper.close();
    resume();
    await settle();
    expect(read).toEqual([1]);
  });

  it('tells the helper of as many devices as it takes, and stays connected', async () => {
    const helper = await connected();
    const one = { addresses: [], ends: [] };
    void helper.friends(Array.from({ length: MOST_DEVICES + 1 }, () => one));
    const said = newest().sent.at(-1)?.with as { list: unknown[] };
    expect(said.list).toHaveLength(MOST_DEVICES);
  });

  it('delivers what the Friend’s helper took, and never throws', async () => {
    const helper = await connected();
    const taken = helper.deliver(parcel, 100);
    newest().answer('deliver', { custody: true });
    expect(await taken).toBe(true);
    const refused = helper.deliver(parcel, 100);
    newest().say({ id: newest().sent.at(-1)?.id, error: 'full' });
    expect(await refused).toBe(false);
    const silent = helper.deliver(parcel, 100);
    clock.pass(2100);
    expect(await silent).toBe(false);
    const lost = helper.deliver(parcel, 100);
    newest().end();
    expect(await lost).toBe(false);
  });

  it('says of a door what a carrier says', async () => {
    const helper = await connected();
    const faults: [string, string][] = [
      ['unreachable', 'unreachable'],
      ['timeout', 'timeout'],
      ['refused', 'refused'],
      ['too-large', 'refused'],
      ['failed', 'unreachable'],
    ];
    for (const [error, fault] of faults) {
      const asked = helper.post('https://door.example/', letter);
      newest().say({ id: newest().sent.at(-1)?.id, error });
      await expect(asked).rejects.toEqual(expect.objectContaining({ name: 'CarryError', fault }));
    }
    const got = helper.get('https://door.example', '/v1/bundle');
    expect(newest().sent.at(-1)?.with).toEqual({ url: 'https://door.example/v1/bundle' });
    newest().answer('get', { body: packBytes(letter) });
    expect(await got).toEqual(letter);
    newest().end();
    await expect(helper.post('https://door.example', letter)).rejects.toThrow(CarryError);
  });

  it('leaves a helper that says what is not of the protocol', async () => {
    for (const rubbish of [7, { push: 'letter', with: {} }, { push: 'other' }, { chunk: 1 }, { id: 1 }]) {
      const helper = await connected();
      newest().say(rubbish);
      expect([newest().closed(), helper.state().is]).toEqual([true, 'gone']);
      helper.close();
    }
    const helper = await connected();
    const asked = helper.status();
    newest().answer('status', { version: 1 });
    expect(await asked).toBeNull();
    expect(newest().closed()).toBe(true);
  });

  it('tells of addresses that change, and of custody that came late', async () => {
    const told: unknown[] = [];
    const helper = await connected({
      onAddresses: (list) => void told.push(list),
      onCustody: (log, number) => void told.push([log, number]),
    });
    newest().say({ push: 'addresses', with: { list: ['a'] } });
    newest().say({ push: 'custody', with: { log: LOG, number: 9 } });
    expect(told).toEqual([greeting.addresses, ['a'], [LOG, 9]]);
    expect(helper.addresses()).toEqual(['a']);
  });

  it('is quiet when it was closed', async () => {
    const helper = await connected();
    const asked = helper.deliver(parcel, 100);
    helper.close();
    expect(await asked).toBe(false);
    clock.pass(1_000_000);
    expect([ports.length, newest().closed()]).toEqual([1, true]);
  });
});
