import type { Person } from '../browser/person.ts';
import type { Scene } from './scene.ts';

/** What a program needs to go on with the running demo, on one line. */
export async function describe({ stack, replica, alice, bob }: Scene): Promise<string> {
  return JSON.stringify({
    a: await describePerson(alice),
    b: await describePerson(bob),
    replica: 'https://www.facebook.com',
    replicaPort: replica?.port ?? null,
    doors: stack.doors,
    networkFile: stack.networkFile,
  });
}

async function describePerson(person: Person): Promise<object> {
  return {
    cdp: person.cdp,
    extensionId: person.extension,
    userId: await userIdOf(person),
    home: person.address('home.html'),
  };
}

/** The person's UserID (hex), as the address of its own Wall has it. */
async function userIdOf(person: Person): Promise<string> {
  const home = await person.home();
  const own = home.getByRole('link', { name: /, your Wall$/ });
  await own.waitFor();
  return /[0-9a-f]{64}/.exec((await own.getAttribute('href')) ?? '')?.[0] ?? '';
}
