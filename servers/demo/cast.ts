import { acceptFriend } from '../../lib/actions/friends/accept.ts';
import { findPerson } from '../../lib/actions/friends/find.ts';
import { askFriend } from '../../lib/actions/friends/request.ts';
import { chooseName, createIdentity } from '../../lib/actions/identity/create.ts';
import { joinNetwork } from '../../lib/actions/network.ts';
import type { SignedNetwork } from '../../lib/protocol/network.ts';
import { Person, StoryError, until } from './person.ts';
import type { Ways } from './ways.ts';

/** Who takes part, and Alice's phrase, which brings everything of hers back. */
export interface Cast {
  alice: Person;
  bob: Person;
  carol: Person;
  phrase: string;
}

const BIRTH = { year: 1990, month: 5, day: 17 };
const TRIES = 50;

/** Somebody new: joins the network, makes an identity, registers under the first name that is free ("Alice", "Alice 2" …). */
export async function register(
  name: string,
  network: SignedNetwork,
  ways: Ways,
): Promise<{ person: Person; phrase: string; called: string }> {
  const person = await Person.open(name, ways.passed);
  const { service } = person;
  await joinNetwork(service, { file: network, authority: network.file.authority });
  const { phrase } = await createIdentity(service, { name, birth: BIRTH });
  for (let n = 2; n < TRIES; n++) {
    const state = await until([person], `${name}'s registration`, () => registered(person));
    if (state === 'there')
      return { person, phrase, called: (await service.db.profile.get('me'))?.name ?? name };
    await chooseName(service, { phrase, name: `${name} ${n}` });
  }
  throw new StoryError(`no name was free for ${name}`);
}

/** One asks another, who accepts, with the whole Wall. */
export async function befriend(one: Person, other: Person, all: readonly Person[]): Promise<void> {
  const name = (await other.service.db.profile.get('me'))?.name ?? other.name;
  const { user } = await findPerson(one.service, { name });
  await askFriend(one.service, { user });
  const request = await until(all, `${one.name}'s request`, () =>
    other.service.db.requests.toCollection().first(),
  );
  await acceptFriend(other.service, { user: request.user, wallFrom: 0 });
  await until(all, `the friendship of ${one.name} and ${other.name}`, async () => {
    const [mine, theirs] = await Promise.all(
      [one, other].map((person) => person.service.db.friends.where('state').equals('friend').toArray()),
    );
    const known = mine?.some((row) => row.user === user) && theirs?.some((row) => row.user === request.user);
    return known ? true : undefined;
  });
}

/** there: registered, with mailboxes and credentials; taken: another has the name. */
async function registered({ service: { db } }: Person): Promise<'there' | 'taken' | undefined> {
  const refused = await db.deeds.filter((deed) => deed.state === 'refused').first();
  if (refused !== undefined) return 'taken';
  const profile = await db.profile.get('me');
  const credentials = await db.credentials.count();
  const boxes = await db.mailboxes.toArray();
  const made = boxes.length > 0 && boxes.every((box) => box.made);
  return profile?.listing !== undefined && credentials > 0 && made ? 'there' : undefined;
}
