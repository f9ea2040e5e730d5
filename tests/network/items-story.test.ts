import { afterAll, beforeAll, expect, test } from 'vitest';
import { EXAMPLE_CATALOGUE } from '../../servers/ads/example.ts';
import { newestCards, wholeThread } from '../unit/db/cards.ts';
import type { Person } from './story/person.ts';
import { type Story, startStory } from './story/story.ts';

const MINUTE = 60_000;

let story: Story;
let alice: Person;
let bob: Person;
let mallory: Person;

beforeAll(async () => {
  story = await startStory({ settings: { ad: { catalogue: EXAMPLE_CATALOGUE } } });
  [alice, bob, mallory] = [
    await story.person('Alice'),
    await story.person('Bob'),
    await story.person('Mallory'),
  ];
  await story.befriend(alice, bob);
  await story.befriend(alice, mallory);
});
afterAll(() => story?.stop());

/** Long enough for what waits a random moment. */
async function pass(): Promise<void> {
  await story.settle();
  for (let i = 0; i < 2; i++) {
    await story.clock.advance(MINUTE);
    await story.settle();
  }
}

async function commentsOf(person: Person, drop: string): Promise<(string | null)[]> {
  const view = await wholeThread(person.service.db, drop);
  return (view?.comments ?? []).map(({ body }) => (body !== null && 'text' in body ? body.text : null));
}

test('a post is read with an ad beside it', async () => {
  const { drop } = await alice.does.post({ text: 'With an ad', audience: 'friends' });
  await pass();
  expect(await newestCards(bob.service.db, 10)).toMatchObject([{ drop, name: 'Alice' }]);
  // A content server fills its pools after it was asked for the first time.
  for (let i = 0; i < 5 && (await newestCards(bob.service.db, 1))[0]?.ad === null; i++) {
    await alice.does.post({ text: `Another ${i}`, audience: 'friends' });
    await pass();
  }
  expect((await newestCards(bob.service.db, 1))[0]?.ad).toMatchObject({
    link: expect.stringMatching(/^https:/),
  });
});

test('an ex-Friend neither reads nor writes on, and those who stay do', async () => {
  const { drop } = await alice.does.post({ text: 'Among Friends', audience: 'friends' });
  await pass();
  expect((await wholeThread(mallory.service.db, drop))?.post).not.toBeNull();
  await alice.does.unfriend({ user: await mallory.user() });
  await pass();
  await mallory.does.comment({ drop, text: 'Still here' });
  await bob.does.comment({ drop, text: 'At last' });
  await pass();
  expect(await commentsOf(alice, drop)).toEqual(['At last']);
  expect(await commentsOf(bob, drop)).toEqual(['At last']);
  expect(await commentsOf(mallory, drop)).toEqual(['Still here']);
  const waiting = await mallory.service.db.deeds.where('kind').equals('put').toArray();
  expect(waiting.map(({ state }) => state)).toEqual(['rekeyed']);
  for (const person of [alice, bob]) expect(await person.sees.warnings()).toEqual([]);
});

test('a comment is reported with its author proven', async () => {
  const { drop } = await alice.does.post({ text: 'What do you think?', audience: 'friends' });
  await pass();
  const { entry } = await bob.does.comment({ drop, text: 'Vile words' });
  await pass();
  await alice.does.reportEntry({ drop, entry, reason: 'vile' });
  await pass();
  expect(await alice.service.db.deeds.where('kind').equals('report').toArray()).toEqual([]);
});

test('a comment whose answer was lost is tried a week later and is there once', async () => {
  const { drop } = await alice.does.post({ text: 'Lost and found', audience: 'friends' });
  await pass();
  story.network.loseAnswers(bob, 100);
  await bob.does.comment({ drop, text: 'Once' });
  await bob.turn();
  story.network.loseAnswers(bob, 0);
  expect(await bob.service.db.deeds.where('kind').equals('put').count()).toBe(1);
  await story.clock.advance(7 * 24 * 60 * MINUTE);
  await pass();
  await pass();
  expect(await commentsOf(alice, drop)).toEqual(['Once']);
  expect(await bob.service.db.deeds.where('kind').equals('put').toArray()).toEqual([]);
});
