import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Address } from '../../../../servers/helper/daemon/address.ts';
import { type Courier, makeCourier } from '../../../../servers/helper/daemon/courier.ts';
import { openLetters, type Store } from '../../../../servers/helper/daemon/store.ts';
import type { Answer, Question } from '../../../../servers/helper/daemon/wire.ts';
import { handClock } from '../../native/fakeport.ts';

const MINE = '0a'.repeat(16);
const BOB = '0b'.repeat(16);
const LOG = 'ab'.repeat(16);
const PEER = '12D3KooWEMA2twc4JGTdeNs1iKf8jN8FtxLjbLqBjR1eA8rBTmze';
const OTHER_PEER = '12D3KooWHFfR4e44of9qTF8nqfdiQERBv9LPnNhZVfEcAPgX14UR';
const at = (peer: string, ip = '192.0.2.1') => `${BOB}@/ip4/${ip}/tcp/1/p2p/${peer}`;
const way = { slot: MINE, device: BOB };

let folder: string;
let store: Store;
let clock: ReturnType<typeof handClock>;
let courier: Courier;
let asked: { to: readonly Address[]; question: Question }[];
let answer: (question: Question, to: readonly Address[]) => Answer | null;
let faults: unknown[];

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'peerwall-courier-'));
  store = openLetters(join(folder, 'letters.db'));
  clock = handClock();
  asked = [];
  faults = [];
  answer = () => null;
  courier = makeCourier({
    store,
    ask: async (to, question) => {
      asked.push({ to, question });
      const said = answer(question, to);
      if (said === null) throw new Error('nobody there');
      return said;
    },
    onCustody: () => undefined,
    onLetters: () => undefined,
    onFault: (error) => void faults.push(error),
    later: clock.later,
  });
});

afterEach(() => {
  expect(faults).toEqual([]);
  courier.stop();
  store.close();
  rmSync(folder, { recursive: true });
});

function put(number: number, addresses = [at(PEER)]): void {
  expect(
    store.outgoing.put(way, addresses, { log: LOG, number, letter: new Uint8Array(2048).fill(number) }),
  ).toBe(true);
}

/** Lets the courier do what it can without the clock. */
async function rest(): Promise<void> {
  await new Promise((resolve) => setImmediate(resolve));
  await new Promise((resolve) => setImmediate(resolve));
}

const takes = (question: Question): Answer =>
  question.is === 'deliver' ? { is: 'custody', letters: question.letters.length } : { is: 'refused' };

describe('the courier', () => {
  it('tries again after 10 s, doubled to 10 min, for ever', async () => {
    put(1);
    courier.kick(way);
    await rest();
    const waits = [10, 20, 40, 80, 160, 320, 600, 600, 600];
    for (const seconds of waits) {
      const before = asked.length;
      clock.pass(seconds * 1000 - 1);
      await rest();
      expect(asked.length).toBe(before);
      clock.pass(1);
      await rest();
      expect(asked.length).toBe(before + 1);
    }
    answer = takes;
    clock.pass(600_000);
    await rest();
    expect(store.outgoing.count()).toEqual({ waiting: 0, kept: 1 });
    const before = asked.length;
    clock.pass(10_000_000);
    await rest();
    expect(asked.length).toBe(before);
  });

  it('tries at once when the Friend’s helper is there, or the network is back', async () => {
    store.friends.register(MINE);
    store.friends.replace(MINE, [{ addresses: [at(PEER)], ends: [] }]);
    put(1);
    courier.kick(way);
    await rest();
    courier.kickPeer(OTHER_PEER);
    await rest();
    expect(asked).toHaveLength(1);
    courier.kickPeer(PEER);
    await rest();
    expect(asked).toHaveLength(2);
    answer = takes;
    courier.kickAll();
    await rest();
    expect(store.outgoing.count().waiting).toBe(0);
  });

  it('brings letters in the order they were given, and those not taken again', async () => {
    for (const number of [3, 1, 2, 5]) put(number);
    const brought: number[] = [];
    answer = (question) => {
      if (question.is !== 'deliver') return null;
      const some = question.letters.slice(0, 2);
      brought.push(...some.map(({ number }) => number));
      return { is: 'custody', letters: some.length };
    };
    courier.kick(way);
    await rest();
    clock.pass(10_000);
    await rest();
    expect(brought).toEqual([3, 1, 2, 5]);
  });

  it('goes to the newest contact’s addresses first, then to the parcel’s, one helper after the other', async () => {
    store.friends.register(MINE);
    store.friends.replace(MINE, [{ addresses: [at(OTHER_PEER, '192.0.2.9')], ends: [] }]);
    put(1, [at(PEER), at(PEER, '192.0.2.2')]);
    answer = (question, [first]) => (first?.peer === PEER ? takes(question) : null);
    courier.kick(way);
    await rest();
    expect(asked.map(({ to }) => to.map(({ ip }) => ip))).toEqual([
      ['192.0.2.9'],
      ['192.0.2.1', '192.0.2.2'],
    ]);
    expect(store.outgoing.count().waiting).toBe(0);
  });

  it('asks what came after the ends it has, page by page, and keeps it', async () => {
    store.friends.register(MINE);
    store.friends.replace(MINE, [{ addresses: [at(PEER)], ends: [{ log: LOG, number: 4 }] }]);
    const pages = new Map([
      [0, { letters: [5, 6], row: 20, more: true }],
      [20, { letters: [7], row: 30, more: false }],
    ]);
    answer = (question) => {
      const page = question.is === 'after' ? pages.get(question.row) : undefined;
      if (page === undefined) return null;
      const letters = page.letters.map((number) => ({
        ...{ log: new Uint8Array(16).fill(0xab), number },
        letter: new Uint8Array(2048).fill(number),
      }));
      return { ...page, is: 'letters', letters };
    };
    courier.fetch(way);
    await rest();
    const ends = asked.map(({ question }) =>
      question.is === 'after' ? question.ends.map((end) => end.number) : [],
    );
    expect(ends).toEqual([[4], [6]]);
    expect(store.incoming.waiting(MINE, 0, 10).map(({ letter }) => letter[0])).toEqual([5, 6, 7]);
  });

  it('looks no more for who is no Friend any more', async () => {
    courier.fetch(way);
    await rest();
    store.friends.register(MINE);
    store.friends.replace(MINE, [{ addresses: [at(PEER)], ends: [] }]);
    clock.pass(10_000_000);
    await rest();
    expect(asked).toEqual([]);
    courier.fetch(way);
    await rest();
    expect(asked).toHaveLength(1);
  });

  it('keeps nothing of who is no Friend any more', async () => {
    put(1);
    answer = (question) => {
      if (question.is === 'deliver') return null;
      const letter = { log: new Uint8Array(16), number: 1, letter: new Uint8Array(2048) };
      return { is: 'letters', letters: [letter], row: 1, more: false };
    };
    courier.fetch(way);
    await rest();
    expect(asked).toHaveLength(1);
    expect(store.incoming.count()).toBe(0);
  });
});
