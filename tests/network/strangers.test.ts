import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Person } from './story/person.ts';
import { type Story, startStory } from './story/story.ts';

let story: Story;
let alice: Person;
let bob: Person;
let mallory: Person;

beforeAll(async () => {
  story = await startStory();
  [alice, bob, mallory] = await Promise.all([
    story.person('Alice'),
    story.person('Bob'),
    story.person('Mallory'),
  ]);
  await story.befriend(alice, bob);
});
afterAll(() => story?.stop());

test('a Friend of mine is nobody to a stranger', async () => {
  await mallory.does.askFriend({ user: await bob.user(), text: 'Alice told me to' });
  await story.settle();
  expect(await bob.sees.requests()).toMatchObject([{ name: 'Mallory' }]);
  await bob.does.ignoreRequest({ user: await mallory.user() });
  await story.settle();
  expect(await mallory.sees.friends()).toEqual([]);
});

test('an ex-Friend floods a mailbox that keeps nothing of it', async () => {
  await story.befriend(mallory, alice);
  await alice.does.unfriend({ user: await mallory.user() });
  await story.settle();
  for (let i = 0; i < 10; i++) {
    await mallory.does.sendMessage({ user: await alice.user(), text: `flood ${i}` });
    await mallory.settle();
  }
  expect(await mallory.sees.outbox()).toEqual([]);
  await story.settle();
  expect(await alice.sees.inbox()).toEqual([]);
  await bob.does.sendMessage({ user: await alice.user(), text: 'still me' });
  await story.settle();
  expect((await alice.sees.inbox()).map((one) => one.text)).toEqual(['still me']);
});

test('a name is found as people write it, and searched by its beginning', async () => {
  expect(await alice.does.findPerson({ name: ' bOB ' })).toMatchObject({ name: 'Bob', state: 'friend' });
  await expect(alice.does.findPerson({ name: 'Nobody' })).rejects.toThrow('absent');
  expect((await alice.does.searchPeople({ text: 'mal' })).map((one) => one.name)).toEqual(['Mallory']);
});

test('both see the same safety number', async () => {
  const [hers, his] = [await alice.user(), await bob.user()];
  expect(await alice.does.readSafetyNumber({ user: his })).toBe(
    await bob.does.readSafetyNumber({ user: hers }),
  );
});
