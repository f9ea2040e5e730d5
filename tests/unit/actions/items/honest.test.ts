import { expect, test } from 'vitest';
import { post } from '../../../../lib/actions/items/post.ts';
import { react } from '../../../../lib/actions/items/react.ts';
import { readItem } from '../../../../lib/actions/items/read.ts';
import { Circle } from './circle.ts';

test('one who reacts again and again before reading does not miss the reactions in between', async () => {
  const circle = new Circle();
  const [alice, bob] = [await circle.join('Alice'), await circle.join('Bob')];
  await circle.befriend(alice, bob);
  const { drop } = await post(alice.service, { text: 'Hello', audience: 'friends' });
  await circle.settle(2);
  const own = (await bob.service.db.entries.toArray()).find(({ body }) => body?.is === 'post');
  const entry = own?.entry ?? '';
  for (const reaction of ['like', 'love', 'haha'] as const) {
    await react(bob.service, { drop, entry, reaction });
    await circle.run(bob);
  }
  expect(await readItem(bob.service, drop)).toBe('read');
  expect(await bob.service.db.warnings.toArray()).toEqual([]);
});
