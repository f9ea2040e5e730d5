import { afterAll, beforeAll, expect, test } from 'vitest';
import { type Story, startStory } from './story/story.ts';

let story: Story;
beforeAll(async () => {
  story = await startStory();
});
afterAll(() => story.stop());

test('two people register, find each other and become Friends', async () => {
  const alice = await story.person('Alice');
  const bob = await story.person('Bob');
  expect(await alice.sees.outbox()).toEqual([]);

  const found = await alice.does.findPerson({ name: 'bob' });
  expect(found).toMatchObject({ name: 'Bob', state: null, changed: false });
  await alice.does.askFriend({ user: found.user, text: 'Alice from work' });
  await story.settle();
  expect(await bob.sees.requests()).toMatchObject([{ name: 'Alice', text: 'Alice from work' }]);

  await bob.does.acceptFriend({ user: await alice.user(), wallFrom: null });
  await story.settle();
  expect(await alice.sees.friends()).toMatchObject([{ name: 'Bob' }]);
  expect(await bob.sees.friends()).toMatchObject([{ name: 'Alice' }]);

  await alice.does.sendMessage({ user: await bob.user(), text: 'Hello Bob' });
  await bob.does.sendMessage({ user: await alice.user(), text: 'Hello Alice' });
  await story.settle();
  expect((await bob.sees.inbox()).map((one) => one.text)).toEqual(['Hello Bob']);
  expect((await alice.sees.inbox()).map((one) => one.text)).toEqual(['Hello Alice']);
});
