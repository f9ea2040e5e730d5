import { beforeEach, expect, test } from 'vitest';
import { doChores } from '../../../../lib/actions/chores.ts';
import { askPaid } from '../../../../lib/actions/identity/pay.ts';
import { NotYetError } from '../../../../lib/actions/outbox/notyet.ts';
import { runOutbox } from '../../../../lib/actions/outbox/run.ts';
import type { Service } from '../../../../lib/actions/service.ts';
import { newItem } from '../../../../lib/crypto/item.ts';
import { create } from '../../../../lib/protocol/commands/content.ts';
import { seedOf } from '../../../network/operators.ts';
import { DAY } from '../../route/world.ts';
import { person, userOf } from '../local.ts';
import { openTown, settle, type Town } from '../town.ts';

let town: Town;
let alice: Service;
beforeEach(async () => {
  town = await openTown();
  alice = await person(town.world, 'Alice');
});

const today = () => Math.floor(town.world.now / DAY);
const free = () => alice.db.credentials.where('[epoch+deed]').equals([today(), '']).count();

/** Pays for an item of Alice's; the same `name` is the same deed. */
async function pay(name: string): Promise<unknown> {
  const salt = alice.p.sha256(Buffer.from(name)).slice(0, 16);
  const seed = seedOf('content seed');
  const item = newItem(alice.p, seed, {
    kind: 'thread',
    salt,
    quota: 1000,
    append: 'readers',
    comments: true,
  });
  const server = alice.p.signKey(seedOf('north content'));
  const args = { record: item.record, appendKeys: [], entries: [] };
  return await askPaid(alice, { server, command: create, args, purpose: name, drop: null });
}

test('the whole allowance is fetched at once, and a repeated question is the same question', async () => {
  const asked: string[] = [];
  const { handler } = town.world;
  let lost = 2;
  town.world.handler = (args, command, minute, server) => {
    const answer = handler(args, command, minute, server);
    if (command !== 'id.credentials') return answer;
    asked.push(Buffer.from(args.blinded as Uint8Array).toString('hex'));
    if (lost-- > 0) throw new Error('the answer is lost');
    return answer;
  };
  for (let i = 0; i < 4; i++) {
    await settle(alice).catch(() => undefined);
    town.world.now += 60_000;
  }
  expect(asked.length).toBeGreaterThan(1);
  expect(new Set(asked).size).toBe(1);
  expect(asked[0]?.length).toBe(20 * 64);
  expect(await alice.db.credentials.count()).toBe(20);
});

test("the next epoch's are fetched at a moment of this one, all of them, and used in theirs", async () => {
  await settle(alice);
  const next = await alice.db.deeds.get(`credentials:${today() + 1}`);
  expect(next?.next).toBeGreaterThan(town.world.now);
  expect(next?.next).toBeLessThan((today() + 1) * DAY);
  town.world.now = (next?.next ?? 0) + 1;
  await settle(alice);
  expect(
    await alice.db.credentials
      .where('epoch')
      .equals(today() + 1)
      .count(),
  ).toBe(20);
});

test('who was away fetches at once, and old ones are forgotten', async () => {
  await settle(alice);
  town.world.now += 3 * DAY;
  town.world.publish();
  await doChores(alice);
  await settle(alice);
  // The vault was kept, too, and paid for.
  expect(await free()).toBeGreaterThan(15);
  expect((await alice.db.credentials.toArray()).every((row) => row.epoch === today())).toBe(true);
  expect(await alice.db.credentials.count()).toBe(20);
});

test('in a network of many, late use does not follow issue', async () => {
  town.world.file = { ...town.world.file, smallNetwork: 0, number: town.world.file.number + 1 };
  town.id.allowance = 20;
  await alice.db.delete();
  const big = await openTown();
  big.world.file = { ...big.world.file, smallNetwork: 0 };
  big.world.publish();
  const bob = await person(big.world, 'Bob');
  await runOutbox(bob);
  const waits = (await bob.db.settings.get('writeFrom'))?.value;
  expect(waits).toBeGreaterThanOrEqual(big.world.now);
  expect(waits).toBeLessThanOrEqual(big.world.now + 60_000);
});

test('a retried deed pays with the same credential; a week later with another', async () => {
  await settle(alice);
  const before = await free();
  await pay('one');
  await pay('one');
  expect(before - (await free())).toBe(1);
  town.world.now += 7 * DAY;
  town.world.publish();
  await doChores(alice);
  await settle(alice);
  await pay('one');
  expect(await alice.db.credentials.where('deed').equals('one').count()).toBe(1);
});

test('a credential another copy of this database spent is left for the next', async () => {
  await settle(alice);
  const { handler } = town.world;
  let refused = 0;
  town.world.handler = (args, command, minute, server) => {
    const first = command === 'content.create' && refused++ === 0;
    return handler(
      first ? { ...args, credential: { ...(args.credential as object), salt: new Uint8Array(16) } } : args,
      command,
      minute,
      server,
    );
  };
  await pay('one');
  expect(await alice.db.credentials.filter((row) => row.refused).count()).toBe(1);
});

test('when all are used up the deed waits for the next day', async () => {
  await settle(alice);
  await alice.db.credentials.clear();
  const error = await pay('one').catch((thrown: unknown) => thrown);
  expect(error).toBeInstanceOf(NotYetError);
  expect((error as NotYetError).at).toBe((today() + 1) * DAY);
});

test('another key for an epoch we know is kept as evidence, and never used', async () => {
  await settle(alice);
  town.id.epochSeeds.set(today() + 1, seedOf('a key for Alice alone'));
  const next = await alice.db.deeds.get(`credentials:${today() + 1}`);
  town.world.now = (next?.next ?? 0) + 1;
  await runOutbox(alice);
  expect(await alice.db.evidence.where('is').equals('epoch').count()).toBe(1);
  expect(await alice.db.warnings.where('is').equals('epoch').count()).toBe(1);
  expect(
    await alice.db.credentials
      .where('epoch')
      .equals(today() + 1)
      .count(),
  ).toBe(0);
});

test('a banned user is told, and has no credentials', async () => {
  town.id.banned.add(await userOf(alice));
  await settle(alice);
  expect(await alice.db.deeds.get(`credentials:${today()}`)).toMatchObject({
    state: 'refused',
    code: 'banned',
  });
  expect(await alice.db.credentials.count()).toBe(0);
});
