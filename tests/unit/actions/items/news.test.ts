import { beforeEach, expect, test } from 'vitest';
import { itemEvent } from '../../../../lib/actions/items/event.ts';
import { post } from '../../../../lib/actions/items/post.ts';
import { postSeen } from '../../../../lib/actions/items/seen.ts';
import { unseenCount } from '../../../../lib/db/queries/unseen.ts';
import { Circle, type User } from './circle.ts';

let circle: Circle;
let alice: User;
let bob: User;
beforeEach(async () => {
  circle = new Circle();
  [alice, bob] = [await circle.join('Alice'), await circle.join('Bob')];
  await circle.befriend(alice, bob);
});

test('a Friend’s new post is news, once, until it was on the screen', async () => {
  const { drop } = await post(alice.service, { text: 'Hello', audience: 'friends' });
  await circle.settle(2);
  const news = await bob.service.db.notifications.toArray();
  expect(news).toMatchObject([{ is: 'post', user: alice.user, drop, seen: false }]);
  expect(await unseenCount(bob.service.db)).toBe(1);
  await postSeen(bob.service, { drop });
  expect(await unseenCount(bob.service.db)).toBe(0);
});

test('what a new Friend shows of their Wall is no news', async () => {
  const { drop } = await post(alice.service, { text: 'Long ago', audience: 'me' });
  await circle.settle(2);
  const item = await alice.service.db.items.get(drop);
  const event = item && itemEvent(item, 'wall');
  if (!event) throw new Error('no event');
  await circle.tell(alice, bob, event);
  expect(await bob.service.db.items.get(drop)).toBeDefined();
  expect(await bob.service.db.notifications.count()).toBe(0);
});
