import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { frameTitled } from '../../servers/browser/frames.ts';
import type { Person } from '../../servers/browser/person.ts';
import { post } from '../../servers/browser/screens/composer.ts';
import { firstRun } from '../../servers/browser/screens/firstrun.ts';
import { acceptFriend, askFriend, findPerson, friendLine } from '../../servers/browser/screens/friends.ts';
import { postInHome } from '../../servers/browser/screens/homecomposer.ts';
import { lookAgain } from '../../servers/browser/screens/lookagain.ts';
import { press, pressSurely } from '../../servers/browser/screens/press.ts';
import { postWith } from '../../servers/browser/screens/thread.ts';
import { makeOlder, textsOf } from './world/database.ts';
import { expectFacebookKnowsNothing } from './world/facebook.ts';
import { photographFailures } from './world/failures.ts';
import { startWorld, type World } from './world/world.ts';

const MAIL = 60_000;

let world: World;
let alice: Person;
let bob: Person;
let carol: Person;
let dave: Person;
let facebook: Page;

beforeAll(async () => {
  world = await startWorld({ people: ['Alice', 'Bob', 'Carol', 'Dave'] });
  [alice, bob, carol, dave] = world.people as [Person, Person, Person, Person];
  await Promise.all(world.people.map((person) => firstRun(person)));
  facebook = await alice.facebook();
});
afterAll(() => world?.stop());
photographFailures(() => world);

async function fromMenuOf(person: Person, name: string, choice: string) {
  const home = await person.home('friends');
  await friendLine(home, name)
    .getByRole('button', { name: `More about ${name}` })
    .click();
  await home.getByRole('menuitem', { name: choice, exact: true }).click();
  return home.getByRole('dialog');
}

describe('Friends', () => {
  test('nobody is found under a name that nobody has; Alice is, with her public profile', async () => {
    const home = await bob.home('friends');
    await home.getByRole('textbox', { name: 'Find a person by name' }).fill('Mallory');
    await home.getByRole('button', { name: 'Find', exact: true }).click();
    await home.getByText('Nobody is called “Mallory” here.').waitFor();
    const line = await findPerson(bob, 'Alice');
    await line.getByRole('link', { name: 'Alice' }).click();
    await home.getByRole('heading', { name: 'Alice' }).first().waitFor();
  });

  test('Bob asks; Alice accepts from the bell on Facebook’s page, and shares only what comes from now on', async () => {
    await post(facebook, { text: 'Indigo long ago' });
    await post(facebook, { text: 'Woad from before' });
    await makeOlder(alice, 'Indigo long ago', 40);
    await askFriend(bob, 'Alice', 'We met at the pond');
    await facebook.bringToFront();
    const bell = await frameTitled(facebook, 'Peerwall notifications');
    const news = bell.getByRole('button', { name: /, \d+ new$/ });
    await news.waitFor({ timeout: MAIL });
    await press(news);
    const request = bell.getByRole('listitem').filter({ hasText: 'Bob' });
    await request.getByText('We met at the pond').waitFor({ timeout: MAIL });
    await request.getByRole('combobox').selectOption({ label: 'Only what comes from now on' });
    await pressSurely(bell, request.getByRole('button', { name: 'Accept' }));
    const home = await bob.home('friends');
    await lookAgain(home, 'Alice among his Friends', () => friendLine(home, 'Alice').isVisible());
    await friendLine(await alice.home('friends'), 'Bob').waitFor();
  });

  test('what she posts from now on reaches him, without a helper, by his mailbox; what she posted before does not', async () => {
    await facebook.bringToFront();
    await post(facebook, { text: 'Madder from now on' });
    await hasAll(bob, ['Madder from now on']);
    await postWith(await bob.home(), 'Madder from now on').waitFor();
    const given = await textsOf(bob);
    for (const words of ['Indigo long ago', 'Woad from before']) expect(given).not.toContain(words);
  });

  test('Carol is shown the last month of her Wall, Dave everything', async () => {
    await Promise.all([askFriend(carol, 'Alice'), askFriend(dave, 'Alice')]);
    await acceptFriend(alice, 'Carol', 'The last month');
    await acceptFriend(alice, 'Dave', 'Everything I posted to Friends');
    const all = ['Indigo long ago', 'Woad from before', 'Madder from now on'];
    await hasAll(dave, all);
    await hasAll(carol, all.slice(1));
    expect(await textsOf(carol)).not.toContain('Indigo long ago');
  });

  test('both see the same safety number, and one who compared it sees the other as verified', async () => {
    const numbers: string[] = [];
    for (const [person, name] of [
      [alice, 'Bob'],
      [bob, 'Alice'],
    ] as const) {
      const dialog = await fromMenuOf(person, name, 'Safety number');
      const digits = dialog.getByLabel('Safety number', { exact: true });
      await digits.waitFor();
      numbers.push((await digits.innerText()).replace(/\D/g, ''));
      await dialog.getByRole('button', { name: 'I compared it: verified' }).click();
      await friendLine(await person.home('friends'), name)
        .getByText(/^Verified/)
        .waitFor();
    }
    expect(numbers[0]).toMatch(/^\d{60}$/);
    expect(numbers[1]).toBe(numbers[0]);
  });

  test('of Carol, who is blocked, Alice reads nothing any more', async () => {
    const dialog = await fromMenuOf(alice, 'Carol', 'Block');
    await dialog.getByRole('button', { name: 'Block' }).click();
    await friendLine(await alice.home('friends'), 'Carol').waitFor({ state: 'detached' });
    await postInHome(await carol.home(), 'Alkanet for nobody');
    await nothingWaits(carol);
    await postInHome(await dave.home(), 'Turmeric for Alice');
    await hasAll(alice, ['Turmeric for Alice']);
    expect(await textsOf(alice)).not.toContain('Alkanet for nobody');
  });

  test('unfriended, Bob gets nothing new, nor does Carol; he is not told, and keeps what he has', async () => {
    const dialog = await fromMenuOf(alice, 'Bob', 'Unfriend');
    await dialog.getByRole('button', { name: 'Unfriend' }).click();
    await friendLine(await alice.home('friends'), 'Bob').waitFor({ state: 'detached' });
    await postInHome(await alice.home(), 'Weld for Dave');
    await hasAll(dave, ['Weld for Dave']);
    await nothingWaits(alice);
    await friendLine(await bob.home('friends'), 'Alice').waitFor();
    expect(await textsOf(bob)).toContain('Madder from now on');
    for (const person of [bob, carol]) expect(await textsOf(person)).not.toContain('Weld for Dave');
  });

  test('Facebook got no word of it', async () => {
    const words = ['Indigo', 'Woad', 'Madder', 'Alkanet', 'Turmeric', 'Weld', 'We met at the pond'];
    await expectFacebookKnowsNothing(world, facebook, words);
  });
});

async function hasAll(person: Person, words: string[]): Promise<void> {
  await lookAgain(await person.home(), `${words.join(', ')} at ${person.name}`, async () => {
    const given = await textsOf(person);
    return words.every((one) => given.includes(one));
  });
}

async function nothingWaits(person: Person): Promise<void> {
  const status = await person.home('status');
  await status.getByText('Nothing waits: everything you did arrived.').waitFor({ timeout: MAIL });
}
