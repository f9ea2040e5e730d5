import { afterEach, describe, expect, it } from 'vitest';
import { befriend, letterOf, type Machine, makeMachine, until, wordOf } from './helperworld.ts';

const LOG = 'ab'.repeat(16);
const machines: Machine[] = [];

async function machine(): Promise<Machine> {
  const made = await makeMachine();
  machines.push(made);
  return made;
}

afterEach(async () => {
  for (const one of machines.splice(0)) await one.end();
});

describe('two helpers', () => {
  it('bring a letter from one extension to the other, and say that it was taken', async () => {
    const alice = (await machine()).extension();
    const bob = (await machine()).extension();
    await Promise.all([alice.connected(), bob.connected()]);
    await befriend(alice, bob);
    const letter = letterOf('hello');
    const parcel = { to: bob.helper.addresses(), log: LOG, number: 1, letter };
    expect(await alice.helper.deliver(parcel, 10_000)).toBe(true);
    await until(() => bob.letters.length === 1);
    expect(bob.letters[0]).toEqual(letter);
    expect(bob.letters.map(wordOf)).toEqual(['hello']);
  });
});
