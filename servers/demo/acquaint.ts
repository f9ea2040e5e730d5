import type { Person } from '../browser/person.ts';
import { firstRun, isSettled } from '../browser/screens/firstrun.ts';
import { befriend } from '../browser/screens/friends.ts';
import type { Album } from './album.ts';

/** Brings a person through the first run, where that is still to be done; the name it has in the network. */
export async function settle(person: Person, say: (line: string) => void, album: Album): Promise<string> {
  if (await isSettled(person)) return nameIn(person);
  say(`${person.name} goes through the first run: joins the network, makes the keys, registers …`);
  await album.take(await person.home(), `first-run-${person.name.toLowerCase()}`);
  // somebody may have the name from a start whose profile was thrown away since
  const names = [person.name, ...['Two', 'Three', 'Four', 'Five'].map((more) => `${person.name} ${more}`)];
  return (await firstRun(person, { names })).name;
}

/** Makes both Friends, where they are not yet. */
export async function acquaint(
  one: { person: Person; name: string },
  other: { person: Person; name: string },
): Promise<void> {
  await befriend(one.person, other.person, [one.name, other.name]);
}

async function nameIn(person: Person): Promise<string> {
  const home = await person.home();
  const own = home.getByRole('link', { name: /, your Wall$/ });
  await own.waitFor();
  return ((await own.getAttribute('aria-label')) ?? '').replace(/, your Wall$/, '');
}
