import { afterAll, beforeAll, expect, test } from 'vitest';
import { post } from '../../lib/actions/items/post.ts';
import { usePeers } from '../../lib/actions/peers/usepeers.ts';
import { restore } from '../../lib/actions/vault/restore.ts';
import { connect, FakeHelper, handed } from '../unit/actions/peers/street.ts';
import { newestCards } from '../unit/db/cards.ts';
import type { Person } from './story/person.ts';
import { type Story, startStory } from './story/story.ts';

const BIRTH = { year: 1990, month: 5, day: 17 };

let story: Story;
let alice: Person;
let again: Person;
let bob: Person;

beforeAll(async () => {
  story = await startStory();
  alice = await story.stranger('Alice');
  const file = story.stack.network();
  const network = { file, authority: file.file.authority };
  await alice.does.joinNetwork(network);
  const { phrase } = await alice.does.createIdentity({ name: 'Alice', birth: BIRTH });
  bob = await story.person('Bob');
  await story.settle();
  for (const [person, at] of [
    [alice, 'first browser'],
    [bob, 'Bob'],
  ] as const)
    await connect(person.service, new FakeHelper(at));
  await story.befriend(alice, bob);
  await alice.does.doChores();
  await pass();
  again = await story.stranger('Alice, in another browser');
  await again.does.joinNetwork(network);
  await restore(again.service, { phrase });
  await connect(again.service, new FakeHelper('second browser'));
  await pass();
});
afterAll(async () => {
  for (const person of [alice, again, bob]) if (person?.running) await usePeers(person.service, null);
  await story?.stop();
});

/** Long enough for receipts, for letters their helpers did not take, and for reading. */
async function pass(): Promise<void> {
  for (let i = 0; i < 4; i++) {
    await story.settle();
    for (const person of [alice, again, bob]) if (person?.running) await handed(person.service);
    await story.clock.advance(12_000);
  }
  await story.settle();
}

const inboxOf = async (person: Person) => (await person.sees.inbox()).map((one) => one.text).sort();

test('two browsers of one user are two devices: each is reached at its own helper, and both get every letter', async () => {
  const devices = await bob.service.db.devices
    .where('user')
    .equals(await alice.user())
    .toArray();
  expect(devices.map(({ addresses }) => addresses?.[0]).sort()).toEqual(['first browser', 'second browser']);
  await bob.does.sendMessage({ user: await alice.user(), text: 'to both of you' });
  await pass();
  expect(await inboxOf(alice)).toEqual(['to both of you']);
  expect(await inboxOf(again)).toEqual(['to both of you']);
});

const feedOf = async (person: Person) =>
  (await newestCards(person.service.db, 10)).map(({ body }) =>
    body !== null && 'text' in body ? body.text : '',
  );

test('the Friend gets the letters and posts of both, once each', async () => {
  await alice.does.sendMessage({ user: await bob.user(), text: 'from the first' });
  await again.does.sendMessage({ user: await bob.user(), text: 'from the second' });
  await post(alice.service, { text: 'posted in the first', audience: 'friends' });
  await post(again.service, { text: 'posted in the second', audience: 'friends' });
  await pass();
  expect(await inboxOf(bob)).toEqual(['from the first', 'from the second']);
  expect((await feedOf(bob)).sort()).toEqual(['posted in the first', 'posted in the second']);
  expect((await bob.sees.warnings()).map(({ is }) => is)).toEqual(['device']);
});
