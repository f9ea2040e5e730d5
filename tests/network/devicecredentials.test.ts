import { afterAll, beforeAll, expect, test } from 'vitest';
import { post } from '../../lib/actions/items/post.ts';
import { restore } from '../../lib/actions/vault/restore.ts';
import { newestCards } from '../unit/db/cards.ts';
import type { Person } from './story/person.ts';
import { type Story, startStory } from './story/story.ts';

const DAY = 86_400_000;
const HOUR = 3_600_000;
const BIRTH = { year: 1990, month: 5, day: 17 };

let story: Story;
let alice: Person;
let again: Person;
let bob: Person;

/** Alice with two browsers, the second restored from the phrase an hour later, and a Friend. */
beforeAll(async () => {
  story = await startStory();
  const file = story.stack.network();
  const network = { file, authority: file.file.authority };
  alice = await story.stranger('Alice');
  await alice.does.joinNetwork(network);
  const { phrase } = await alice.does.createIdentity({ name: 'Alice', birth: BIRTH });
  bob = await story.person('Bob');
  await story.settle();
  await story.befriend(alice, bob);
  await alice.does.doChores();
  await pass();
  again = await story.stranger('Alice, in another browser');
  await again.does.joinNetwork(network);
  await restore(again.service, { phrase });
  await pass();
});
afterAll(() => story?.stop());

/** Long enough for what waits a random moment, and for receipts. */
async function pass(): Promise<void> {
  for (let i = 0; i < 3; i++) {
    await story.settle();
    await story.clock.advance(60_000);
  }
  await story.settle();
}

const today = () => Math.floor(story.clock.now() / DAY);
const rowsOf = ({ service }: Person) => service.db.credentials.where('epoch').equals(today()).sortBy('nonce');
const noncesOf = async (person: Person) => (await rowsOf(person)).map((row) => row.nonce);
const refusedOf = async (person: Person) => (await rowsOf(person)).filter((row) => row.refused);

/** What Bob has of Alice's, each text as often as it came. */
async function shown(): Promise<string[]> {
  const cards = await newestCards(bob.service.db, 40);
  return cards.map(({ body }) => (body !== null && 'text' in body ? body.text : '')).sort();
}

const write = (person: Person, text: string) => post(person.service, { text, audience: 'friends' });

test('a browser restored from the phrase has the same credentials, and writes on the same day', async () => {
  expect(await noncesOf(alice)).toHaveLength(20);
  expect(await noncesOf(again)).toEqual(await noncesOf(alice));
  await write(again, 'b: at once');
  await write(alice, 'a: too');
  await pass();
  expect(await shown()).toEqual(['a: too', 'b: at once']);
  expect([...(await refusedOf(alice)), ...(await refusedOf(again))]).toEqual([]);
});

test('a credential both spend pays the first of their deeds; the other goes on with one of its own', async () => {
  // what a copied database would do: the second takes them in the order of the first
  for (const { nonce } of await rowsOf(again)) {
    const turn = (await alice.service.db.credentials.get(nonce))?.turn ?? 0;
    await again.service.db.credentials.update(nonce, { turn });
  }
  await write(again, 'b: the same one');
  await pass();
  expect((await refusedOf(again)).length).toBeGreaterThan(0);
  expect(await shown()).toEqual(['a: too', 'b: at once', 'b: the same one']);
  expect(await again.service.db.deeds.where('state').equals('refused').toArray()).toEqual([]);
});

test("both fetch the next day's, and both write then", async () => {
  const ahead = (today() + 1) * DAY - story.clock.now();
  // each at a random moment before midnight, or when the day has begun
  for (let left = ahead; left > 0; left -= HOUR) {
    await story.clock.advance(Math.min(left, HOUR));
    await story.settle();
  }
  for (const one of [alice, again]) await one.does.doChores();
  await pass();
  expect(await noncesOf(alice)).toHaveLength(20);
  expect(await noncesOf(again)).toEqual(await noncesOf(alice));
  await Promise.all([write(alice, 'a: next day'), write(again, 'b: next day')]);
  await pass();
  expect((await shown()).filter((text) => text.includes('next day'))).toEqual(['a: next day', 'b: next day']);
  expect([...(await refusedOf(alice)), ...(await refusedOf(again))]).toEqual([]);
});
