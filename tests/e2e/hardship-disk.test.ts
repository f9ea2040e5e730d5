import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Person } from '../../servers/browser/person.ts';
import { postWith } from '../../servers/browser/screens/thread.ts';
import { until } from '../../servers/browser/until.ts';
import { textsOf } from './world/database.ts';
import { photographFailures } from './world/failures.ts';
import { phraseOfAlice, worldOfFriends } from './world/prepared.ts';
import { rowsOf } from './world/rows.ts';
import { SmallDisk } from './world/smalldisk.ts';
import { stopWorker } from './world/stopworker.ts';
import type { World } from './world/world.ts';

const SLOWLY = 90_000;

let world: World;
let alice: Person;
let bob: Person;
let disk: SmallDisk;
let hers: Page;

beforeAll(async () => {
  world = await worldOfFriends();
  [alice, bob] = [world.person('Alice'), world.person('Bob')];
  await alice.off();
  disk = await SmallDisk.under(alice.profile);
  await alice.start();
  hers = await alice.home();
});
afterAll(async () => {
  await alice?.off();
  await disk?.eject();
  await world?.stop();
});
photographFailures(() => world);

const box = () => hers.getByRole('textbox', { name: "What's on your mind?" });
const press = () => hers.getByRole('button', { name: 'Post', exact: true }).click();
const posted = () => until('an empty composer', async () => (await box().inputValue()) === '', 30_000);

/** What of her posting is in her database, and what of it is on its way. */
async function written(): Promise<string[]> {
  const [items, entries, deeds] = await Promise.all([
    rowsOf<{ drop: string }>(hers, 'items'),
    rowsOf<{ key: string }>(hers, 'entries'),
    rowsOf<{ id: string; kind: string }>(hers, 'deeds'),
  ]);
  const ofPosts = deeds.filter(({ kind }) => ['create', 'put', 'chunks', 'news'].includes(kind));
  return [...items.map(({ drop }) => drop), ...entries.map(({ key }) => key), ...ofPosts.map(({ id }) => id)];
}

test('posting on a full disk says so, writes nothing by halves, keeps the words, and works once there is room', async () => {
  await box().fill('Hazel before');
  await press();
  await posted();
  const his = await bob.home();
  await postWith(his, 'Hazel before').first().waitFor({ timeout: SLOWLY });
  await until('nothing on its way', async () => {
    const deeds = await rowsOf<{ kind: string }>(hers, 'deeds');
    return !deeds.some(({ kind }) => ['create', 'put', 'chunks', 'news'].includes(kind));
  });
  const before = await written();

  await disk.fill();
  await box().fill(`Hazel without room ${'x'.repeat(90_000)}`);
  await press();
  await hers.getByRole('alert').filter({ hasText: 'The disk is full' }).waitFor();
  expect(await box().inputValue()).toMatch(/^Hazel without room x+$/);

  await stopWorker(hers);
  await press();
  await hers.getByRole('alert').filter({ hasText: 'The disk is full' }).waitFor();
  expect(await box().inputValue()).toMatch(/^Hazel without room x+$/);

  await disk.free();
  expect(await written()).toEqual(before);
  await box().fill('Hazel with room');
  await press();
  await posted();
  await postWith(his, 'Hazel with room').first().waitFor({ timeout: SLOWLY });
  expect(await postWith(his, 'Hazel').count()).toBe(2);
  expect((await textsOf(alice)).filter((text) => text.startsWith('Hazel')).sort()).toEqual([
    'Hazel before',
    'Hazel with room',
  ]);
});

test('what was on a disk that was full is there after the browser’s next start, and after the one behind it', async () => {
  for (let i = 0; i < 2; i++) {
    await alice.close();
    await alice.start();
    hers = await alice.home();
    await postWith(hers, 'Hazel with room').first().waitFor({ timeout: SLOWLY });
    await box().fill(`Hazel after start ${i}`);
    await press();
    await posted();
  }
});

test('a database the browser threw away is not shown as a new beginning: Home says that it is gone, and how it comes back', async () => {
  await alice.close();
  await rm(join(alice.profile, 'Default', 'IndexedDB'), { recursive: true });
  await alice.start();
  hers = await alice.home();
  const word = hers.getByRole('alert').filter({ hasText: 'What Peerwall kept on this machine is gone' });
  await word.getByRole('link', { name: 'everything comes back' }).click();
  await hers.getByRole('button', { name: 'Join this network' }).click();
  await hers.getByRole('textbox', { name: 'Your recovery phrase' }).fill(await phraseOfAlice(world));
  await hers.getByRole('button', { name: 'Bring everything back' }).click();
  await hers.getByRole('button', { name: 'Go to Home' }).click({ timeout: SLOWLY });
  await box().waitFor();
  expect(await word.count()).toBe(0);
});
