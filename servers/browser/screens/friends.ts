import type { Locator, Page } from 'playwright-core';
import type { Person } from '../person.ts';
import { lookAgain } from './lookagain.ts';

/** How far back a new Friend sees the Wall. */
export type WallRange =
  | 'Only what I post from now on'
  | 'The last month'
  | 'The last year'
  | 'Everything I posted to Friends';

/** Finds a person by name, in Home; the line that shows them. */
export async function findPerson(person: Person, name: string): Promise<Locator> {
  const home = await person.home('friends');
  await home.getByRole('textbox', { name: 'Find a person by name' }).fill(name);
  await home.getByRole('button', { name: 'Find', exact: true }).click();
  const line = home.getByRole('list', { name: 'People found' }).getByRole('listitem');
  const found = line.filter({ has: home.getByRole('link', { name, exact: true }) });
  await found.waitFor();
  return found;
}

/** Asks a person to be a Friend, with a word. */
export async function askFriend(person: Person, name: string, word = ''): Promise<void> {
  const line = await findPerson(person, name);
  if (word !== '') {
    await line.getByRole('button', { name: 'Write a word with it' }).click();
    await line.getByRole('textbox').fill(word);
  }
  await line.getByRole('button', { name: 'Add friend' }).click();
  await line.getByRole('status').filter({ hasText: 'Asked' }).waitFor();
}

/** The request of a person in Home, as soon as it is there. */
export async function requestOf(person: Person, name: string): Promise<Locator> {
  const home = await person.home('friends');
  const line = home
    .getByRole('region', { name: 'Requests' })
    .getByRole('listitem')
    .filter({ has: home.getByRole('link', { name, exact: true }) });
  await lookAgain(home, `the request of ${name}`, () => line.isVisible());
  return line;
}

/** Accepts the request of a person in Home. */
export async function acceptFriend(person: Person, name: string, wall?: WallRange): Promise<void> {
  const line = await requestOf(person, name);
  if (wall !== undefined) await line.getByRole('combobox').selectOption({ label: wall });
  await line.getByRole('button', { name: 'Accept' }).click();
  await friendLine(await person.home('friends'), name).waitFor();
}

/** The line of a Friend in Home's page of Friends. */
export function friendLine(home: Page, name: string): Locator {
  return home
    .getByRole('region', { name: /^Your Friends/ })
    .getByRole('listitem')
    .filter({ has: home.getByRole('link', { name, exact: true }) });
}

/** Makes two people Friends: one asks, the other accepts, both see it. Does nothing where they are. */
export async function befriend(one: Person, other: Person, names = [one.name, other.name]): Promise<void> {
  const [oneName = one.name, otherName = other.name] = names;
  const home = await one.home('friends');
  await friendsShown(home);
  if ((await friendLine(home, otherName).count()) > 0) return;
  const asked = home.getByRole('region', { name: 'Asked by you' }).getByText(otherName);
  if ((await asked.count()) === 0) await askFriend(one, otherName);
  const theirs = await other.home('friends');
  await friendsShown(theirs);
  if ((await friendLine(theirs, oneName).count()) === 0) await acceptFriend(other, oneName);
  await lookAgain(home, `${otherName} among ${oneName}'s Friends`, () =>
    friendLine(home, otherName).isVisible(),
  );
}

// Home says so when there is nobody, and until it knows it says nothing.
async function friendsShown(home: Page): Promise<void> {
  const friends = home.getByRole('region', { name: /^Your Friends/ });
  await friends.getByRole('listitem').or(friends.getByText('Nobody yet')).first().waitFor();
}
