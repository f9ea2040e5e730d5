import { expect, test } from 'vitest';
import { close } from '../../../../lib/actions/items/change.ts';
import { comment } from '../../../../lib/actions/items/comment.ts';
import { post } from '../../../../lib/actions/items/post.ts';
import { Circle, noise } from './circle.ts';

test('a comment that fits no letter, with many photos, reaches the owner and through her the others', async () => {
  const circle = new Circle();
  const [alice, bob, carol] = [
    await circle.join('Alice'),
    await circle.join('Bob'),
    await circle.join('Carol'),
  ];
  await circle.befriend(alice, bob);
  await circle.befriend(alice, carol);
  const { drop } = await post(alice.service, { text: 'Show me yours', audience: 'friends' });
  await circle.settle(2);
  const photos = Array.from({ length: 35 }, (_, i) => ({
    bytes: noise(100 + i),
    alt: 'A hill, seen from below',
  }));
  const { entry } = await comment(bob.service, { drop, text: 'All of them', photos });
  await circle.settle(4);
  for (const { service } of [alice, carol])
    expect((await service.db.entries.get(`${drop}:${entry}`))?.body).toMatchObject({ text: 'All of them' });
  expect(await alice.service.db.warnings.count()).toBe(0);
});

test('one that waits for a closed item opens it, too', async () => {
  const circle = new Circle();
  const [alice, bob] = [await circle.join('Alice'), await circle.join('Bob')];
  await circle.befriend(alice, bob);
  const { drop } = await post(alice.service, { text: 'Long ago', audience: 'friends' });
  await circle.settle(2);
  await alice.service.db.atomically(() => close(alice.service, drop));
  await circle.run(alice);
  const photos = Array.from({ length: 35 }, (_, i) => ({
    bytes: noise(100 + i),
    alt: 'A hill, seen from below',
  }));
  const { entry } = await comment(bob.service, { drop, text: 'Still?', photos });
  await circle.settle(6);
  expect((await alice.service.db.entries.get(`${drop}:${entry}`))?.body).toMatchObject({ text: 'Still?' });
});
