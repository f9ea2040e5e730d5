import type { Page } from 'playwright-core';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { endHelper, helperProcesses } from '../../servers/browser/helperof.ts';
import type { Person } from '../../servers/browser/person.ts';
import { postInHome } from '../../servers/browser/screens/homecomposer.ts';
import { postWith } from '../../servers/browser/screens/thread.ts';
import { until } from '../../servers/browser/until.ts';
import { Cut } from './world/cut.ts';
import { textsOf } from './world/database.ts';
import { photographFailures } from './world/failures.ts';
import { worldOfFriends } from './world/prepared.ts';
import { stopWorker } from './world/stopworker.ts';
import type { World } from './world/world.ts';

/** Tries again come later each time. */
const SLOWLY = 90_000;

let world: World;
let alice: Person;
let bob: Person;
let hers: Page;

beforeAll(async () => {
  world = await worldOfFriends({ helpers: true });
  [alice, bob] = [world.person('Alice'), world.person('Bob')];
});
beforeEach(async () => {
  await bob.start();
  hers = await alice.home();
});
afterAll(() => world?.stop());
photographFailures(() => world);

const say = (text: string) => postInHome(hers, text);

/** What Bob gets of these words, in the order of his feed, oldest first; all of it once. */
async function expectAtBob(texts: string[]): Promise<void> {
  const home = await bob.home();
  for (const text of texts) await postWith(home, text).first().waitFor({ timeout: SLOWLY });
  const word = texts[0]?.split(' ')[0] ?? '';
  const shown = await home.locator('article').filter({ hasText: word }).allInnerTexts();
  const order = shown.map((one) => texts.find((text) => one.includes(text)));
  expect(order.reverse()).toEqual(texts);
  expect((await textsOf(bob)).filter((text) => text.startsWith(word)).sort()).toEqual(texts.toSorted());
}

/** Nothing of hers waits any more. */
async function expectNothingWaits(): Promise<void> {
  const status = await alice.home('status');
  await status.getByText(/^Nothing waits/).waitFor({ timeout: SLOWLY });
}

test('helper killed, service worker stopped, both, in the middle of posting: nothing is lost, nothing doubled', async () => {
  await say('Rowan one');
  await endHelper(alice.helperHome);
  await say('Rowan two');
  await stopWorker(hers);
  await say('Rowan three');
  await Promise.all([endHelper(alice.helperHome), stopWorker(hers)]);
  await say('Rowan four');
  await expectAtBob(['Rowan one', 'Rowan two', 'Rowan three', 'Rowan four']);
  await expectNothingWaits();
  expect((await textsOf(alice)).filter((text) => text.startsWith('Rowan'))).toHaveLength(4);
  await until('a helper again', async () => (await helperProcesses(alice.helperHome)).length > 0, SLOWLY);
});

test('her network cut in the middle of posting, and her service worker stopped meanwhile: each comes once, in order', async () => {
  await bob.off();
  {
    using cut = new Cut(2);
    await say('Sorrel one');
    await until('a lost question', () => cut.lost >= 2, 60_000);
    await say('Sorrel two');
    await stopWorker(hers);
    await say('Sorrel three');
    await until('another lost question', () => cut.lost >= 4, 60_000);
  }
  await bob.start();
  await expectAtBob(['Sorrel one', 'Sorrel two', 'Sorrel three']);
  await expectNothingWaits();
});
