import { beforeEach, describe, expect, test } from 'vitest';
import { createIdentity } from '../../../../lib/actions/identity/create.ts';
import { askPaid } from '../../../../lib/actions/identity/pay.ts';
import { turnOf } from '../../../../lib/actions/identity/turns.ts';
import { NotYetError } from '../../../../lib/actions/outbox/notyet.ts';
import type { Service } from '../../../../lib/actions/service.ts';
import { restore } from '../../../../lib/actions/vault/restore.ts';
import { concat, hex } from '../../../../lib/bytes.ts';
import { newItem } from '../../../../lib/crypto/item.ts';
import { blind } from '../../../../lib/crypto/voprf.ts';
import type { CredentialRow } from '../../../../lib/db/identity.ts';
import { create } from '../../../../lib/protocol/commands/content.ts';
import { CommandError } from '../../../../lib/protocol/errors.ts';
import { seedOf } from '../../../network/operators.ts';
import { DAY } from '../../route/world.ts';
import { local, person } from '../local.ts';
import { openTown, settle, type Town } from '../town.ts';

let town: Town;
let first: Service;
let second: Service;

/** One user with two browsers: the second restored from the phrase on the day of the first. */
beforeEach(async () => {
  town = await openTown();
  first = await local(town.world);
  const birth = { year: 1990, month: 1, day: 1 };
  const { phrase } = await createIdentity(first, { name: 'Alice', birth });
  await settle(first);
  second = await local(town.world);
  await restore(second, { phrase });
  await settle(second);
});

const today = () => Math.floor(town.world.now / DAY);
const rowsOf = (one: Service, epoch = today()): Promise<CredentialRow[]> =>
  one.db.credentials.where('epoch').equals(epoch).sortBy('nonce');
const spentBy = async (one: Service) => (await rowsOf(one)).filter(({ deed }) => deed !== '');
const noncesOf = async (one: Service, epoch?: number) => (await rowsOf(one, epoch)).map((row) => row.nonce);

/** Pays for an item; the same `name` is the same deed. */
async function pay(one: Service, name: string, operator = 'north'): Promise<unknown> {
  const salt = one.p.sha256(Buffer.from(name)).slice(0, 16);
  const item = newItem(one.p, seedOf('content seed'), {
    kind: 'thread',
    salt,
    quota: 1000,
    append: 'readers',
    comments: true,
  });
  const server = one.p.signKey(seedOf(`${operator} content`));
  const args = { record: item.record, appendKeys: [], entries: [] };
  return await askPaid(one, { server, command: create, args, purpose: name, drop: null });
}

/** Has this device use the credentials in the order of the other. */
async function followTurns(one: Service, other: Service): Promise<void> {
  for (const { nonce } of await rowsOf(other)) {
    const turn = (await other.db.credentials.get(nonce))?.turn ?? 0;
    await one.db.credentials.update(nonce, { turn });
  }
}

test('both have the same credentials on the same day, and both pay with them at once', async () => {
  expect(await noncesOf(second)).toEqual(await noncesOf(first));
  expect(await noncesOf(first)).toHaveLength(20);
  for (const name of ['one', 'two', 'three']) {
    await pay(first, `first ${name}`);
    await pay(second, `second ${name}`);
  }
  expect([...(await rowsOf(first)), ...(await rowsOf(second))].filter((row) => row.refused)).toEqual([]);
});

test("both fetch the next epoch's, each at a moment of its own, and have the same again", async () => {
  for (const one of [first, second]) {
    const next = await one.db.deeds.get(`credentials:${today() + 1}`);
    town.world.now = Math.max(town.world.now, (next?.next ?? 0) + 1);
    await settle(one);
  }
  expect(await noncesOf(first, today() + 1)).toHaveLength(20);
  expect(await noncesOf(second, today() + 1)).toEqual(await noncesOf(first, today() + 1));
});

test('where both take the same credential for different deeds, the later goes on with another: each is paid once', async () => {
  await followTurns(second, first);
  const before = (await spentBy(first)).length;
  const items = town.content.items.size;
  // what the first has used already the second is refused, in the same order, until chance parts them
  for (const name of ['one', 'two', 'three']) await pay(first, `first ${name}`);
  await paid(second, 'second one');
  expect(town.content.items.size - items).toBe(4);
  const used = await spentBy(second);
  expect(used.filter((row) => row.refused).length).toBeGreaterThan(0);
  const good = used.filter((row) => row.deed === 'second one' && !row.refused);
  expect(good).toHaveLength(1);
  const theirs = (await spentBy(first)).map((row) => row.nonce);
  expect(theirs).toHaveLength(before + 3);
  expect(theirs).not.toContain(good[0]?.nonce);
  // done again, after its answer was lost: the very same credential
  await pay(second, 'second one');
  expect(await spentBy(second)).toEqual(used);
});

/** Pays, with the pauses a deed makes after some refusals. */
async function paid(one: Service, name: string): Promise<void> {
  for (let i = 0; i < 10; i++) {
    const error = await pay(one, name).catch((thrown: unknown) => thrown);
    if (!(error instanceof NotYetError)) return;
    town.world.now = error.at;
  }
  throw new Error('never paid');
}

test('only a definite refusal frees a deed for another credential', async () => {
  const { handler } = town.world;
  let fails = 3;
  town.world.handler = (args, command, minute, server) => {
    if (command === 'content.create' && fails-- > 0) throw new CommandError('unavailable');
    return handler(args, command, minute, server);
  };
  const before = (await spentBy(first)).length;
  for (let i = 0; i < 3; i++) await expect(pay(first, 'one')).rejects.toThrow();
  await pay(first, 'one');
  expect(await spentBy(first)).toHaveLength(before + 1);
});

test('a server that refuses whatever it is offered does not get all: the deed waits, others are paid', async () => {
  const { handler } = town.world;
  let lies = 0;
  town.world.handler = (args, command, minute, server) => {
    if (command !== 'content.create' || server !== 'north content')
      return handler(args, command, minute, server);
    lies++;
    throw new CommandError('credential-refused');
  };
  const tomorrow = (today() + 1) * DAY;
  let until = 0;
  while (until < tomorrow) {
    const error = await pay(first, 'one').catch((thrown: unknown) => thrown);
    if (!(error instanceof NotYetError)) throw error;
    until = error.at;
    if (until < tomorrow) town.world.now = until;
  }
  expect(lies).toBeGreaterThan(3);
  expect(lies).toBeLessThan(12);
  await pay(first, 'two', 'south');
  expect((await spentBy(first)).some((row) => row.deed === 'two')).toBe(true);
});

test('credentials of a database of old, in no order, are used as ever', async () => {
  await first.db.credentials.toCollection().modify((row) => {
    delete row.turn;
    delete row.server;
  });
  const before = (await spentBy(first)).length;
  await pay(first, 'one');
  await pay(first, 'two');
  expect(await spentBy(first)).toHaveLength(before + 2);
});

test('elements of old that were on their way, drawn at random, are asked with again', async () => {
  const bob = await person(town.world, 'Bob');
  const requests = Array.from({ length: 20 }, () => blind(bob.group, bob.p.random(32)));
  const blinded = concat(...requests.map(({ element }) => element));
  await bob.db.batches.put({ epoch: today(), batch: { epoch: today(), requests }, blinded });
  await settle(bob);
  expect(await noncesOf(bob)).toEqual(requests.map(({ input }) => hex(input)).sort());
  expect((await bob.db.mailboxes.toArray()).every(({ made }) => made)).toBe(true);
});

describe('where a device begins', () => {
  const orderAt = (place: number) =>
    Array.from({ length: 100 }, (_, i) => i).sort((a, b) => turnOf(place, a, 100) - turnOf(place, b, 100));

  test('is far from where the others do, and each uses all of them once', () => {
    expect(new Set(orderAt(0.75)).size).toBe(100);
    expect([0, 0.5, 0.25, 0.75].map((place) => orderAt(place)[0])).toEqual([0, 50, 25, 75]);
  });

  test('is by the number its certificate has', async () => {
    const startOf = async (one: Service) =>
      (await rowsOf(one)).find(({ turn }) => turn === 0)?.nonce ?? 'nowhere';
    const middle = (await rowsOf(first)).find(({ turn }) => turn === 10)?.nonce;
    expect(await startOf(second)).toBe(middle);
    expect(await startOf(first)).not.toBe(middle);
  });
});
