import { randomBytes } from 'node:crypto';
import { rmSync } from 'node:fs';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { helperName } from '../../lib/protocol/helperaddress.ts';
import { alive } from '../../servers/alive.ts';
import {
  befriend,
  type Extension,
  letterOf,
  type Machine,
  makeMachine,
  until,
  wordOf,
} from './helperworld.ts';

let at: Machine;
let there: Machine;
let log = '';

beforeAll(async () => {
  [at, there] = [await makeMachine(), await makeMachine()];
});

beforeEach(() => {
  log = randomBytes(16).toString('hex');
});

afterEach(async () => {
  for (const one of [at, there]) await one.rest();
});

afterAll(async () => {
  for (const one of [at, there]) await one.end();
});

/** Alice and Bob, Friends, each on a machine of their own. */
async function pair(): Promise<{ alice: Extension; bob: Extension }> {
  const [alice, bob] = [at.extension(), there.extension()];
  await Promise.all([alice.connected(), bob.connected()]);
  await befriend(alice, bob);
  return { alice, bob };
}

function words(to: Extension): string[] {
  return to.letters.map(wordOf);
}

function send(from: Extension, to: readonly string[], number: number, patience = 10_000): Promise<boolean> {
  return from.helper.deliver({ to, log: log, number, letter: letterOf(`letter ${number}`) }, patience);
}

describe('two helpers', () => {
  it('bring a letter from one extension to the other as it was given, and say that it was taken', async () => {
    const { alice, bob } = await pair();
    const letter = letterOf('hello');
    const parcel = { to: bob.helper.addresses(), log: log, number: 1, letter };
    expect(await alice.helper.deliver(parcel, 10_000)).toBe(true);
    await until(() => bob.letters.length === 1);
    expect(bob.letters[0]).toEqual(letter);
    const status = await bob.helper.status();
    expect(status).toMatchObject({ waiting: 0, letters: 0, online: 1, listening: true });
  });

  it('let in whom they know by name alone, and dial nobody by that', async () => {
    const [alice, bob] = [at.extension(), there.extension()];
    await Promise.all([alice.connected(), bob.connected()]);
    const name = helperName(alice.helper.addresses()[0] ?? '');
    await alice.helper.friends([{ addresses: bob.helper.addresses(), ends: [] }]);
    expect(await send(alice, bob.helper.addresses(), 1, 300)).toBe(false);
    await bob.helper.friends([{ addresses: [name ?? ''], ends: [] }]);
    expect(await send(alice, bob.helper.addresses(), 2)).toBe(true);
    await until(() => bob.letters.length === 2);
    expect(await send(bob, [name ?? ''], 1, 300).catch(() => false)).toBe(false);
  });

  it('bring what was written while the Friend was away, in order and once, and say so later', async () => {
    const { alice, bob } = await pair();
    const to = bob.helper.addresses();
    await bob.close();
    await there.kill();
    const given = [1, 2, 3, 4, 5].map((number) => send(alice, to, number, 200));
    expect(await Promise.all(given)).toEqual([false, false, false, false, false]);
    const back = there.extension({ slot: bob.slot });
    await until(() => back.letters.length === 5);
    await until(() => alice.custody.length === 5);
    expect(words(back)).toEqual([1, 2, 3, 4, 5].map((number) => `letter ${number}`));
    await back.connected();
    await back.helper.friends([{ addresses: alice.helper.addresses(), ends: [{ log: log, number: 5 }] }]);
    expect(await send(alice, to, 6)).toBe(true);
    await until(() => back.letters.length === 6);
    expect(words(back)).toHaveLength(6);
  });

  it('take letters while no browser is open: the daemon outlives it', async () => {
    const { alice, bob } = await pair();
    const daemon = await there.daemon();
    const host = bob.host();
    await bob.close();
    expect(host?.exitCode ?? host?.signalCode).not.toBeNull();
    expect(await send(alice, bob.helper.addresses(), 1)).toBe(true);
    expect(await there.daemon()).toBe(daemon);
    const back = there.extension({ slot: bob.slot });
    await until(() => back.letters.length === 1);
    expect(words(back)).toEqual(['letter 1']);
  });

  it('lose nothing that was taken, however often a daemon is killed', async () => {
    const { alice, bob } = await pair();
    const to = bob.helper.addresses();
    const parcels = Array.from({ length: 30 }, (_, i) => ({
      ...{ to, log, number: i + 1 },
      letter: letterOf(`letter ${i + 1}`),
    }));
    const open: typeof parcels = [];
    for (const parcel of parcels) {
      const taken = alice.helper.deliver(parcel, 500);
      if (parcel.number % 12 === 0) await there.kill();
      if (parcel.number === 20) await at.kill();
      if (!(await taken)) open.push(parcel);
    }
    await Promise.all([alice.connected(), bob.connected()]);
    // what the own helper was not alive to take, the extension gives again: its database still has it
    for (const parcel of open) expect(await alice.helper.deliver(parcel, 15_000)).toBe(true);
    await until(() => new Set(words(bob)).size === 30);
    const different = new Set(bob.letters.map((letter) => Buffer.from(letter).toString('hex')));
    expect(different.size).toBe(30);
  });

  it('go on after the sender’s daemon was killed with letters that wait', async () => {
    const { alice, bob } = await pair();
    const to = bob.helper.addresses();
    await bob.close();
    await there.kill();
    expect(await send(alice, to, 1, 100)).toBe(false);
    await at.kill();
    await until(() => alice.states.some(({ is }) => is === 'gone'));
    const back = there.extension({ slot: bob.slot });
    await until(() => back.letters.length === 1);
    expect(words(back)).toEqual(['letter 1']);
  });

  it('bring again what a Friend’s helper lost, until the Friend’s database has it', async () => {
    const { alice, bob } = await pair();
    const to = bob.helper.addresses();
    await bob.close();
    for (const number of [1, 2, 3]) expect(await send(alice, to, number)).toBe(true);
    await there.kill();
    rmSync(there.home.store);
    const kept = (await alice.helper.status())?.kept ?? 0;
    await alice.helper.forget(log, 1);
    const back = there.extension({ slot: bob.slot });
    await back.connected();
    expect(back.letters).toEqual([]);
    await back.helper.friends([{ addresses: alice.helper.addresses(), ends: [{ log: log, number: 2 }] }]);
    await until(() => back.letters.length > 0);
    expect(words(back)).toEqual(['letter 3']);
    expect((await alice.helper.status())?.kept).toBe(kept - 1);
  });

  it('keep a letter that the database did not take, and bring it again on the next connection', async () => {
    const { alice, bob } = await pair();
    const to = bob.helper.addresses();
    await bob.close();
    let full = true;
    const read: string[] = [];
    const back = there.extension({
      slot: bob.slot,
      onLetter: async (letter) => {
        if (full) throw new Error('disk full');
        read.push(wordOf(letter));
      },
    });
    await back.connected();
    for (const number of [1, 2]) expect(await send(alice, to, number)).toBe(true);
    expect(read).toEqual([]);
    expect((await back.helper.status())?.letters).toBe(2);
    full = false;
    back.host()?.kill();
    await until(() => read.length === 2);
    expect(read).toEqual(['letter 1', 'letter 2']);
    await until(async () => (await back.helper.status())?.letters === 0);
  });

  it('tell two browsers of one user on one machine apart', async () => {
    const { alice, bob } = await pair();
    const second = there.extension();
    await second.connected();
    expect(await there.daemon()).toBe((await second.helper.status())?.pid);
    await second.helper.friends([{ addresses: alice.helper.addresses(), ends: [] }]);
    await alice.helper.friends(
      [bob, second].map(({ helper }) => ({ addresses: helper.addresses(), ends: [] })),
    );
    expect(await send(alice, bob.helper.addresses(), 1)).toBe(true);
    const other = {
      to: second.helper.addresses(),
      log: 'cd'.repeat(16),
      number: 1,
      letter: letterOf('other'),
    };
    expect(await alice.helper.deliver(other, 10_000)).toBe(true);
    await until(() => second.letters.length === 1 && bob.letters.length === 1);
    expect([words(bob), words(second)]).toEqual([['letter 1'], ['other']]);
  });

  it('start one daemon, however many browsers start at once, and end it when told', async () => {
    const many = Array.from({ length: 4 }, () => at.extension());
    await Promise.all(many.map((one) => one.connected()));
    const pids = await Promise.all(many.map(async ({ helper }) => (await helper.status())?.pid));
    expect(new Set(pids).size).toBe(1);
    const [pid = 0] = pids;
    for (const one of many) await one.close();
    process.kill(pid, 'SIGTERM');
    await until(() => !alive(pid));
    expect(await at.daemon()).toBeNull();
  });

  it('bring letters under a new transport key as soon as the Friend knows it', async () => {
    const { alice, bob } = await pair();
    const before = alice.helper.addresses();
    await at.rotate();
    await until(() => alice.helper.addresses().join() !== before.join());
    expect(await send(alice, bob.helper.addresses(), 1, 500)).toBe(false);
    await bob.helper.friends([{ addresses: alice.helper.addresses(), ends: [] }]);
    await until(() => bob.letters.length === 1);
    expect(words(bob)).toEqual(['letter 1']);
  });
});
