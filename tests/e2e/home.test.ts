import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { framesTitled, frameTitled } from '../../servers/browser/frames.ts';
import type { Person } from '../../servers/browser/person.ts';
import { findPerson } from '../../servers/browser/screens/friends.ts';
import { comment, commentWith, postWith } from '../../servers/browser/screens/thread.ts';
import { until } from '../../servers/browser/until.ts';
import { serverOfNewestPost } from './world/database.ts';
import { expectFacebookKnowsNothing } from './world/facebook.ts';
import { photographFailures } from './world/failures.ts';
import { worldOfFriends } from './world/prepared.ts';
import type { World } from './world/world.ts';

const MAIL = 60_000;

let world: World;
let alice: Person;
let bob: Person;

beforeAll(async () => {
  world = await worldOfFriends({ helpers: false });
  [alice, bob] = [world.person('Alice'), world.person('Bob')];
});
afterAll(() => world?.stop());
photographFailures(() => world);

describe('Home, without Facebook and without a helper', () => {
  test('Alice posts in Home, Bob reads it in his and comments, by mailbox alone', async () => {
    const [hers, his] = [await alice.home(), await bob.home()];
    const box = hers.getByRole('textbox', { name: "What's on your mind?" });
    await box.click();
    await hers.keyboard.type('Nettle soup');
    await hers.getByRole('button', { name: 'Post', exact: true }).click();
    const post = postWith(hers, 'Nettle soup');
    await post.waitFor();
    const theirs = postWith(his, 'Nettle soup');
    await theirs.waitFor({ timeout: MAIL });
    await comment(theirs, 'Nettle? Really?');
    await commentWith(post, 'Nettle? Really?').waitFor({ timeout: MAIL });
    const asked = world.replica.recorder.requests();
    expect(asked).toEqual([]);
  });

  test('every place of its navigation shows what it is for', async () => {
    const home = await bob.home();
    const navigation = home.getByRole('navigation', { name: 'Peerwall' });
    for (const place of ['Friends', 'Notifications', 'Activities', 'Status', 'Home']) {
      await navigation.getByRole('link', { name: place, exact: true }).click();
      await home.getByRole('heading', { level: 1, name: place }).waitFor({ state: 'attached' });
    }
    await navigation.getByRole('link', { name: 'Notifications', exact: true }).click();
    await home.getByRole('main').getByText('Alice').first().waitFor();
  });

  test('status says in plain words what is connected and what a helper would add', async () => {
    const home = await bob.home('status');
    await home.getByText(/Connected to Local network by the browser itself/).waitFor();
    await home.getByText(/Direct delivery would bring them at once/).waitFor();
    await home.getByText(/npx peerwall helper install/).waitFor();
  });
});

describe('the popup', () => {
  test('says what it is connected to and what direct delivery would add; paused, nothing of ours is on the page', async () => {
    const page = await bob.facebook();
    await frameTitled(page, 'Peerwall notifications');
    const popup = await bob.popup();
    await popup.getByText(/Connected to Local network/).waitFor();
    await popup.getByText(/Direct delivery would bring them at once/).waitFor();
    const pause = popup.getByLabel('Pause on this site');
    await pause.click();
    await page.bringToFront();
    await page.reload();
    await page
      .getByRole('button', { name: /on your mind/i })
      .first()
      .waitFor();
    await until(
      'no frame of ours',
      async () => (await framesTitled(page, 'Peerwall notifications')).length === 0,
    );
    await page
      .getByRole('button', { name: /on your mind/i })
      .first()
      .click();
    await page.locator('[data-lexical-editor="true"][role="textbox"]').waitFor();
    expect(await framesTitled(page, 'Peerwall composer')).toEqual([]);
    await popup.bringToFront();
    await pause.click();
    await page.bringToFront();
    await page.reload();
    await frameTitled(page, 'Peerwall notifications');
  });
});

describe('Facebook', () => {
  test('got no word of it', async () => {
    await expectFacebookKnowsNothing(world, await bob.facebook(), ['Nettle']);
  });
});

describe('leaving', () => {
  test('with a content server away: what was not reached is listed, and the name stays', async () => {
    const key = await serverOfNewestPost(alice);
    const operator = world.stack
      .network()
      .file.operators.find((one) => one.servers.some((server) => server.key === key));
    if (operator === undefined) throw new Error('the post lies nowhere');
    const server = world.stack.server(operator.id, 'content');
    await server.stop();
    const home = await alice.home('leave');
    await home.getByRole('textbox', { name: /^Type your name/ }).fill('Alice');
    await home.getByRole('button', { name: 'Delete everything and leave' }).click();
    const list = home.getByRole('alert').filter({ hasText: 'Not everything could be reached' });
    await list.waitFor({ timeout: 120_000 });
    await list.getByText(`a post at ${operator.name}`).waitFor();
    await findPerson(bob, 'Alice');
    await server.start();
  });

  test('once it is back, the rest goes too: the name is nobody’s, and Bob’s feed is without what Alice wrote', async () => {
    const home = await alice.home('leave');
    await home.getByRole('button', { name: 'Try the rest again' }).click();
    await home.getByRole('heading', { name: 'You are gone' }).waitFor({ timeout: 120_000 });
    await alice.home();
    await home.reload();
    await home.getByRole('heading', { name: 'Choose a network' }).waitFor();
    await until('Alice to be nobody', () => isNobody(bob, 'Alice'), MAIL);
    await postWith(await bob.home(), 'Nettle soup').waitFor({ state: 'detached', timeout: MAIL });
  });
});

async function isNobody(person: Person, name: string): Promise<boolean> {
  const home = await person.home('friends');
  await home.getByRole('textbox', { name: 'Find a person by name' }).fill(name);
  await home.getByRole('button', { name: 'Find', exact: true }).click();
  const nobody = home.getByText(`Nobody is called “${name}” here.`);
  await nobody.waitFor({ timeout: 5000 });
  return true;
}
