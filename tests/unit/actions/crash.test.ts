import { IDBFactory } from 'fake-indexeddb';
import { expect, test } from 'vitest';
import { acceptFriend } from '../../../lib/actions/friends/accept.ts';
import { askFriend } from '../../../lib/actions/friends/request.ts';
import { createIdentity } from '../../../lib/actions/identity/create.ts';
import { sendMessage } from '../../../lib/actions/letters/message.ts';
import type { Service } from '../../../lib/actions/service.ts';
import { Crash } from '../../network/story/crash.ts';
import { runs } from '../fuzzruns.ts';
import { local, person, textsOf, userOf } from './local.ts';
import { openTown, settle, type Town } from './town.ts';

const BIRTH = { year: 1990, month: 1, day: 1 };

/** What Alice does; every part asks first what is done already, as a person who comes back would. */
async function live(alice: Service, bob: Service): Promise<void> {
  if ((await alice.db.profile.count()) === 0)
    await createIdentity(alice, { name: `Alice ${await count(bob)}`, birth: BIRTH });
  await settle(alice);
  const [me, him] = [await userOf(alice), await userOf(bob)];
  if ((await alice.db.friends.get(him)) === undefined) await askFriend(alice, { user: him });
  await settle(alice, bob);
  if ((await bob.db.friends.get(me))?.state === 'asking')
    await acceptFriend(bob, { user: me, wallFrom: null });
  await settle(alice, bob);
  if ((await alice.db.sent.count()) === 0) await sendMessage(alice, { user: him, text: `from ${me}` });
  await settle(alice, bob);
}

const count = (bob: Service) => bob.db.friends.count();

async function liveUntilDeath(
  town: Town,
  bob: Service,
  n: number,
): Promise<{ alice: Service; died: boolean }> {
  const disk = new IDBFactory();
  const crash = new Crash();
  const doomed = await local(town.world, disk, crash);
  crash.at(n);
  try {
    await live(doomed, bob);
  } catch (error) {
    if (!crash.dead) throw error;
  }
  const died = crash.dead;
  doomed.db.close();
  // What had to be tried again is due by now.
  town.world.now += 60_000;
  return { alice: await local(town.world, disk), died };
}

test('a service that dies at any step goes on where it was: nothing is lost, nothing is done twice', async () => {
  const town = await openTown();
  town.id.allowance = 100;
  const bob = await person(town.world, 'Bob');
  await settle(bob);
  const stride = runs(1).numRuns > 1 ? 1 : 23;
  for (let n = 1; ; n += stride) {
    const boxes = town.content.items.size;
    const { alice, died } = await liveUntilDeath(town, bob, n);
    await live(alice, bob);
    const me = await userOf(alice);
    const at = `died at step ${n}`;
    expect((await textsOf(bob)).filter((text) => text === `from ${me}`).length, at).toBe(1);
    expect(await alice.db.friends.where('state').equals('friend').count(), at).toBe(1);
    expect(town.content.items.size - boxes, at).toBe(2);
    expect(await alice.db.credentials.filter((row) => row.deed !== '').count(), at).toBe(3);
    expect(await alice.db.deeds.where('state').equals('refused').toArray(), at).toEqual([]);
    alice.db.close();
    if (!died) break;
  }
}, 120_000);
