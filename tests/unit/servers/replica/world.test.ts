import { expect, it } from 'vitest';
import { FEED_LENGTH, storyAt } from '../../../../servers/replica/stories.ts';
import { makeWorld } from '../../../../servers/replica/world.ts';

it('has 200 units, each with an id of its own, with every kind among them', () => {
  const stories = Array.from({ length: FEED_LENGTH }, (_, i) => storyAt(i));
  expect(new Set(stories.map(({ id }) => id)).size).toBe(200);
  expect(stories.every(({ id }) => /^pfbid[A-Za-z0-9]{10,80}$/.test(id))).toBe(true);
  expect(new Set(stories.map(({ kind }) => kind)).size).toBe(10);
  expect(
    new Set(stories.filter(({ kind }) => kind === 'photos').map(({ photos }) => photos.length)).size,
  ).toBeGreaterThan(3);
});

it('puts a new post first and keeps the comments below it', () => {
  const world = makeWorld();
  const story = world.post('Bob', 'Hello');
  expect(world.feed(0, 2)).toMatchObject({
    total: 201,
    stories: [{ id: story.id, author: { name: 'Bob' } }, {}],
  });
  world.comment(story.id, 'Carol', 'Hello Bob');
  expect(world.comments(story.id)).toMatchObject([{ text: 'Hello Bob', author: { name: 'Carol' } }]);
  expect(world.story('pfbid0nothing')).toBeUndefined();
});

it('flattens replies: none of a reply’s own', () => {
  const world = makeWorld();
  const busy = world.feed(0, 200).stories.find(({ comments }) => comments > 4);
  const replies = world.comments(busy?.id ?? '').flatMap((one) => one.replies);
  expect(replies.length).toBeGreaterThan(2);
  expect(replies.every((one) => one.replies.length === 0 && one.to !== '')).toBe(true);
});
