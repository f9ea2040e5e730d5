import { beforeEach, expect, test } from 'vitest';
import { doChores } from '../../../../lib/actions/chores.ts';
import { createIdentity } from '../../../../lib/actions/identity/create.ts';
import { profileOf } from '../../../../lib/actions/identity/secrets.ts';
import type { Service } from '../../../../lib/actions/service.ts';
import { hex } from '../../../../lib/bytes.ts';
import { DAY } from '../../route/world.ts';
import { local, person, userOf } from '../local.ts';
import { openTown, settle, type Town } from '../town.ts';

let town: Town;
let alice: Service;
beforeEach(async () => {
  town = await openTown();
  alice = await person(town.world, 'Alice');
  await settle(alice);
});

const warnings = () => alice.db.warnings.where('is').equals('name').count();
const nextDay = async () => {
  town.world.now += DAY;
  town.world.publish();
  await doChores(alice);
  await settle(alice);
};

test('own records of the own name are no news', async () => {
  await nextDay();
  town.world.now += 7 * DAY;
  await nextDay();
  expect(await warnings()).toBe(0);
});

test('a record of the own name that is not ours is shown', async () => {
  await nextDay();
  const impostor = await local(town.world);
  const { handler } = town.world;
  // The ID server takes the name a second time.
  const taken = town.id.users.get(await userOf(alice));
  town.id.users.delete(await userOf(alice));
  await createIdentity(impostor, { name: 'alice', birth: { year: 1990, month: 1, day: 1 } });
  await settle(impostor);
  if (taken !== undefined) town.id.users.set(hex((await profileOf(alice.db)).user), taken);
  town.world.handler = handler;
  await nextDay();
  expect(await warnings()).toBe(1);
});
