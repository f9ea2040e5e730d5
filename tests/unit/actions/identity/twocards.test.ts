import { expect, test } from 'vitest';
import { doChores } from '../../../../lib/actions/chores.ts';
import { setAbout } from '../../../../lib/actions/identity/about.ts';
import { createIdentity } from '../../../../lib/actions/identity/create.ts';
import { restore } from '../../../../lib/actions/vault/restore.ts';
import { hex } from '../../../../lib/bytes.ts';
import { DAY } from '../../route/world.ts';
import { deviceOf, local, userOf } from '../local.ts';
import { openTown, settle } from '../town.ts';

test('two devices write the card in turn: both have the week’s letter keys on it, and neither undoes the other', async () => {
  const town = await openTown();
  const first = await local(town.world);
  const birth = { year: 1990, month: 1, day: 1 };
  const { phrase } = await createIdentity(first, { name: 'Alice', birth });
  await settle(first);
  const second = await local(town.world);
  await restore(second, { phrase });
  await settle(second);
  await setAbout(second, { about: 'written in the second' });
  await settle(second);
  town.world.now += 7 * DAY;
  town.world.publish();
  for (const one of [first, second]) {
    await doChores(one);
    await settle(one);
    expect(await one.db.deeds.where('kind').equals('card').toArray()).toEqual([]);
  }
  const card = town.id.users.get(await userOf(first))?.card;
  const week = Math.floor(town.world.now / DAY / 7);
  const devices = [await deviceOf(first), await deviceOf(second)].sort();
  const keys = card?.letterKeys ?? [];
  expect(keys.map((key) => hex(key.device)).sort()).toEqual(devices);
  expect(keys.map((key) => key.week)).toEqual([week, week]);
  expect(card?.devices).toHaveLength(2);
  expect(card?.about).toBe('written in the second');
});
