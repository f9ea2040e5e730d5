import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { firstRun } from '../../servers/browser/screens/firstrun.ts';
import { lookAgain } from '../../servers/browser/screens/lookagain.ts';
import { startWorld, type World } from '../e2e/world/world.ts';
import { faultsOf } from './homeworld.ts';

const SLOW = { timeout: 60_000 };
let world: World;
let alice: Page;
let bob: Page;

beforeAll(async () => {
  world = await startWorld({ people: ['Alice', 'Bob'] });
  await Promise.all(world.people.map((person) => firstRun(person)));
  alice = await world.person('Alice').home('friends');
  bob = await world.person('Bob').home('friends');
});
afterAll(async () => {
  await world?.stop();
});

describe('two people in Home', () => {
  it('find each other by name, and nobody by a name that nobody has', async () => {
    await find(alice, 'Nobody At All');
    await alice.getByText('Nobody is called “Nobody At All” here').waitFor();
    await find(alice, 'bob');
    await alice.getByRole('button', { name: 'Add friend' }).waitFor();
    expect(await faultsOf(alice)).toEqual([]);
  });

  it('ask with a word, which the other reads', async () => {
    await alice.getByRole('button', { name: 'Write a word with it' }).click();
    await alice.getByRole('textbox', { name: 'A word with it' }).fill('We met on the train.');
    await alice.getByRole('button', { name: 'Add friend' }).click();
    await alice.getByText('Asked; waits for an answer').waitFor();
    await lookAgain(bob, 'her word', () => bob.getByText('We met on the train.').isVisible());
    expect(await bob.title()).toBe('(1) Friends · Peerwall');
    expect(await faultsOf(bob)).toEqual([]);
  });

  it('are Friends once it is accepted', async () => {
    await bob.getByRole('combobox', { name: 'They will see of your Wall' }).selectOption('none');
    await bob.getByRole('button', { name: 'Accept' }).click();
    await bob.getByRole('heading', { name: 'Your Friends (1)' }).waitFor();
    const herFriend = alice.getByRole('heading', { name: 'Your Friends (1)' });
    await lookAgain(alice, 'Bob among her Friends', () => herFriend.isVisible());
  });

  it('see the same safety number, and keep that it was compared', async () => {
    const [hers, his] = [await safetyNumber(alice, 'Bob'), await safetyNumber(bob, 'Alice')];
    expect(hers.replace(/\D/g, '')).toHaveLength(60);
    expect(hers).toBe(his);
    await alice.getByRole('button', { name: 'I compared it: verified' }).click();
    await alice.getByText('Verified: you compared the safety number').waitFor();
    await bob.keyboard.press('Escape');
    expect(await bob.getByText('Verified: you compared').count()).toBe(0);
  });

  it('are told of by their posts, in the feed and on the Wall', async () => {
    await bob.getByRole('link', { name: 'Home', exact: true }).click();
    const [box, button] = [
      bob.getByRole('textbox', { name: "What's on your mind?" }),
      bob.getByRole('button', { name: 'Post', exact: true }),
    ];
    await box.waitFor();
    expect(await button.count(), 'the composer is one line').toBe(0);
    await box.fill('Hello from Bob');
    await button.click();
    await bob.getByRole('feed').getByText('Hello from Bob').waitFor();
    await button.waitFor({ state: 'detached' });
    await alice.getByRole('link', { name: 'Home', exact: true }).click();
    const his = alice.getByRole('feed').getByText('Hello from Bob');
    await lookAgain(alice, 'his post', () => his.isVisible());
    await alice.getByRole('link', { name: 'Friends', exact: true }).click();
    await alice.getByRole('link', { name: 'Bob', exact: true }).click();
    await alice.getByRole('feed', { name: 'Wall' }).getByText('Hello from Bob').waitFor();
  });

  it('are not Friends any more after a confirmation', async () => {
    await alice.getByRole('link', { name: 'Friends', exact: true }).click();
    await alice.getByRole('button', { name: 'More about Bob' }).click();
    await alice.getByRole('menuitem', { name: 'Unfriend' }).click();
    await alice.getByRole('dialog').getByRole('button', { name: 'Cancel' }).click();
    await alice.getByRole('heading', { name: 'Your Friends (1)' }).waitFor();
    await alice.getByRole('button', { name: 'More about Bob' }).click();
    await alice.getByRole('menuitem', { name: 'Unfriend' }).click();
    await alice.getByRole('dialog').getByRole('button', { name: 'Unfriend' }).click();
    await alice.getByRole('heading', { name: 'Your Friends', exact: true }).waitFor();
  });

  it('block whom they found, see that in a list, and take it back', async () => {
    await find(alice, 'bob');
    await alice.getByRole('button', { name: 'More about Bob' }).click();
    await alice.getByRole('menuitem', { name: 'Block' }).click();
    await alice.getByRole('dialog').getByRole('button', { name: 'Block' }).click();
    const blocked = alice.getByRole('region', { name: 'Blocked by you' });
    await blocked.getByRole('link', { name: 'Bob' }).waitFor();
    expect(await alice.getByRole('button', { name: 'Add friend' }).count()).toBe(0);
    expect(await faultsOf(alice)).toEqual([]);
    await blocked.getByRole('button', { name: 'Unblock' }).click();
    await blocked.waitFor({ state: 'detached' });
    await alice.getByRole('button', { name: 'Add friend' }).waitFor();
  });
});

describe('every place of Home', () => {
  it.each(['Home', 'Friends', 'Notifications', 'Activities', 'Status'])(
    '%s is in the navigation, is read from its heading on, and is without faults',
    async (name) => {
      const navigation = bob.getByRole('navigation', { name: 'Peerwall' });
      await navigation.getByRole('link', { name, exact: true }).click();
      await bob.getByRole('heading', { level: 1, name, exact: true }).waitFor();
      expect(await navigation.getByRole('link', { name, exact: true }).getAttribute('aria-current')).toBe(
        'page',
      );
      expect(await faultsOf(bob)).toEqual([]);
    },
  );

  it('is without faults in the dark', async () => {
    await bob.emulateMedia({ colorScheme: 'dark' });
    for (const place of ['home', 'friends', 'notifications', 'status', 'settings']) {
      await world.person('Bob').home(place);
      await bob.getByRole('heading', { level: 1 }).waitFor();
      expect(await faultsOf(bob), place).toEqual([]);
    }
    await bob.emulateMedia({ colorScheme: null });
  });
});

describe('leaving', () => {
  it('asks for the own name, deletes everything, and begins anew', async () => {
    const home = await world.person('Bob').home('leave');
    const button = home.getByRole('button', { name: 'Delete everything and leave' });
    await button.waitFor();
    expect(await button.isDisabled()).toBe(true);
    await home.getByRole('textbox', { name: /Type your name/ }).fill('bob');
    await button.click();
    await home.getByRole('heading', { name: 'You are gone' }).waitFor(SLOW);
    await home.getByRole('button', { name: 'Begin anew' }).click();
    await home.getByRole('heading', { name: 'Choose a network' }).waitFor();
    await find(await world.person('Alice').home('friends'), 'Bob');
    await alice.getByText('Nobody is called “Bob” here').waitFor(SLOW);
  });
});

async function find(page: Page, name: string): Promise<void> {
  await page.getByRole('textbox', { name: 'Find a person by name' }).fill(name);
  await page.getByRole('button', { name: 'Find', exact: true }).click();
}

async function safetyNumber(page: Page, name: string): Promise<string> {
  await page.getByRole('button', { name: `More about ${name}` }).click();
  await page.getByRole('menuitem', { name: 'Safety number' }).click();
  await page.getByRole('img', { name: 'Safety number as a QR code' }).waitFor();
  return await page.getByLabel('Safety number', { exact: true }).innerText();
}
