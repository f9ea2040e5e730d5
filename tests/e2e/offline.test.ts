import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { postFrame } from '../../servers/browser/frames.ts';
import { endHelper } from '../../servers/browser/helperof.ts';
import type { Person } from '../../servers/browser/person.ts';
import { post } from '../../servers/browser/screens/composer.ts';
import { comment, commentWith, editPost, postWith } from '../../servers/browser/screens/thread.ts';
import { until } from '../../servers/browser/until.ts';
import { askDaemon } from '../../servers/helper/control.ts';
import { homeAt } from '../../servers/helper/home.ts';
import { textsOf } from './world/database.ts';
import { expectFacebookKnowsNothing } from './world/facebook.ts';
import { photographFailures } from './world/failures.ts';
import { worldOfFriends } from './world/prepared.ts';
import type { World } from './world/world.ts';

let world: World;
let alice: Person;
let bob: Person;

beforeAll(async () => {
  world = await worldOfFriends({ helpers: true });
  [alice, bob] = [world.person('Alice'), world.person('Bob')];
});
afterAll(() => world?.stop());
photographFailures(() => world);

describe('with Bob’s machine off', () => {
  test('what Alice does waits for him, and arrives once and in order when he starts', async () => {
    const page = await alice.facebook();
    await bob.off();
    const words = ['Osier one', 'Osier two', 'Osier three'];
    for (const text of words) {
      await post(page, { text });
      await postFrame(page, text);
    }
    const second = await postFrame(page, 'Osier two');
    await editPost(second, 'Osier two', 'Osier two, changed');
    await until('letters for him at her helper', () => waitingAt(alice).then((count) => count >= 3));
    await bob.start();
    const home = await bob.home();
    await postWith(home, 'Osier two, changed').waitFor({ timeout: 90_000 });
    for (const text of ['Osier one', 'Osier three']) await postWith(home, text).waitFor({ timeout: 60_000 });
    const shown = await home.locator('article').filter({ hasText: 'Osier' }).allInnerTexts();
    const order = shown.map((text) => /Osier (one|two|three)/.exec(text)?.[1]);
    expect(order).toEqual(['three', 'two', 'one']);
    expect((await textsOf(bob)).filter((text) => text.startsWith('Osier')).sort()).toEqual([
      'Osier one',
      'Osier three',
      'Osier two, changed',
    ]);
  });

  test('what she did lies in his mailbox too: it arrives though her machine is off by then', async () => {
    const page = await alice.facebook();
    await bob.off();
    await post(page, { text: 'Alder while you sleep' });
    const home = await alice.home('status');
    await home.getByText('Nothing waits: everything you did arrived.').waitFor({ timeout: 60_000 });
    await alice.off();
    await bob.start();
    await postWith(await bob.home(), 'Alder while you sleep').waitFor({ timeout: 90_000 });
    await alice.start();
  });
});

describe('a helper that is killed', () => {
  test('is started again by its browser, and nothing is lost or doubled', async () => {
    await endHelper(bob.helperHome);
    const page = await alice.facebook();
    await post(page, { text: 'Hazel again' });
    const theirs = postWith(await bob.home(), 'Hazel again');
    await theirs.waitFor({ timeout: 90_000 });
    await comment(theirs, 'Hazel heard');
    await commentWith(postWith(await postFrame(page, 'Hazel again'), 'Hazel again'), 'Hazel heard').waitFor();
    expect((await textsOf(bob)).filter((text) => text === 'Hazel again')).toHaveLength(1);
  });
});

describe('Facebook', () => {
  test('got no word of it', async () => {
    const words = ['Osier', 'Alder', 'Hazel'];
    await expectFacebookKnowsNothing(world, await alice.facebook(), words);
  });
});

/** Parcels a person's helper has not got rid of yet. */
async function waitingAt({ helperHome }: Person): Promise<number> {
  return (await askDaemon(homeAt(helperHome), 'status'))?.waiting ?? 0;
}
