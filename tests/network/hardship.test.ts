import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { askIdServer } from '../../servers/id/cli.ts';
import type { Person } from './story/person.ts';
import { type Story, startStory } from './story/story.ts';

const MINUTE = 60_000;
const DAY = 24 * 60 * MINUTE;

let story: Story;
let alice: Person;
let bob: Person;

beforeAll(async () => {
  story = await startStory();
  [alice, bob] = await Promise.all([story.person('Alice'), story.person('Bob')]);
  await story.befriend(alice, bob);
});
afterAll(() => story?.stop());

async function pass(minutes = 2): Promise<void> {
  await story.settle();
  for (let i = 0; i < minutes; i++) {
    await story.clock.advance(MINUTE);
    await story.settle();
  }
}
const feedOf = async (person: Person) => (await person.sees.feed()).map((row) => row.drop);

test('nats-servers killed in the middle: what was not there yet goes when they are back', async () => {
  const { drop } = await alice.does.post({ text: 'in the storm', audience: 'friends' });
  const both = ['north', 'south'].map((id) => story.stack.operator(id).nats);
  await Promise.all(both.map((nats) => nats.kill9()));
  await story.settle();
  expect(await alice.sees.outbox()).not.toEqual([]);
  expect(await feedOf(bob)).not.toContain(drop);

  await Promise.all(both.map((nats) => nats.start()));
  await expect
    .poll(() => pass(1).then(() => feedOf(bob)), { timeout: 60_000, interval: 500 })
    .toContain(drop);
  await pass();
  expect(await alice.sees.outbox()).toEqual([]);
});

test('a post whose answers were lost, tried again a week later, is there once', async () => {
  const { drop } = await alice.does.post({ text: 'a week under way', audience: 'friends' });
  story.network.loseAnswers(alice, 3);
  await alice.turn();
  story.network.cut(alice);
  await story.clock.advance(7 * DAY);
  story.network.heal(alice);
  story.network.loseAnswers(alice, 0);
  await Promise.all([alice.does.doChores(), bob.does.doChores()]);
  await pass();
  expect((await feedOf(bob)).filter((one) => one === drop)).toEqual([drop]);
  const [post, ...more] = await bob.sees.thread(drop);
  expect(post?.body).toMatchObject({ text: 'a week under way' });
  expect(more).toEqual([]);
});

test('a banned user writes no more when the credentials are used up, and takes back what is theirs', async () => {
  const eve = await story.person('Eve');
  await story.befriend(eve, bob);
  const { drop } = await eve.does.post({ text: 'soon gone', audience: 'friends' });
  await pass();
  expect(await feedOf(bob)).toContain(drop);
  const config = join(story.stack.operator('authority').dataDir, 'id.yaml');
  expect(await askIdServer(config, { do: 'ban', user: 'Eve' })).toHaveProperty('lines');
  await story.clock.advance(3 * DAY);
  await eve.does.doChores();
  await pass();
  expect(await eve.sees.credentials()).toBe(0);
  expect(await eve.sees.outbox()).toContainEqual(
    expect.objectContaining({ state: 'refused', code: 'banned' }),
  );

  const later = await eve.does.post({ text: 'never there', audience: 'friends' });
  await pass();
  expect(await feedOf(bob)).not.toContain(later.drop);
  await eve.does.deleteThread({ drop });
  await pass();
  expect(await feedOf(bob)).not.toContain(drop);
});
