import { beforeEach, expect, test } from 'vitest';
import { comment } from '../../../../lib/actions/items/comment.ts';
import { edit } from '../../../../lib/actions/items/edit.ts';
import { post } from '../../../../lib/actions/items/post.ts';
import { react } from '../../../../lib/actions/items/react.ts';
import { Circle, giveCredentials, type User } from './circle.ts';

let circle: Circle;
let alice: User;
let bob: User;
const DAY = 86_400_000;

beforeEach(async () => {
  circle = new Circle();
  [alice, bob] = [await circle.join('Alice'), await circle.join('Bob')];
  await circle.befriend(alice, bob);
});

function loseAnswers(lose: ((command: string) => boolean) | null): void {
  circle.north.lose = lose;
  circle.south.lose = lose;
}

async function textsOf({ service }: User, drop: string, is: string): Promise<string[]> {
  const rows = await service.db.entries.where('drop').equals(drop).sortBy('at');
  return rows.flatMap(({ body }) => (body?.is === is && 'text' in body ? [body.text] : []));
}

test('a comment whose answer was lost is tried again a week later and is there once', async () => {
  const { drop } = await post(alice.service, { text: 'Hello', audience: 'friends' });
  await circle.settle(2);
  loseAnswers((command) => command === 'content.append');
  await comment(bob.service, { drop, text: 'Once' });
  await circle.run(bob);
  loseAnswers(null);
  circle.pass(7 * DAY);
  circle.world.publish();
  await giveCredentials(bob.service);
  await circle.settle(4);
  expect(await textsOf(alice, drop, 'comment')).toEqual(['Once']);
  expect(await bob.service.db.deeds.count()).toBe(0);
});

test('a wish changed while its answer was lost ends as it was wished last', async () => {
  const { drop } = await post(alice.service, { text: 'Hello', audience: 'friends' });
  await circle.settle(2);
  const [target] = await bob.service.db.entries.filter(({ body }) => body?.is === 'post').toArray();
  const to = { drop, entry: target?.entry ?? '' };
  loseAnswers((command) => command !== 'content.read');
  await react(bob.service, { ...to, reaction: 'love' });
  const { entry } = await comment(bob.service, { drop, text: 'Frist' });
  await circle.run(bob);
  await react(bob.service, { ...to, reaction: 'sad' });
  await edit(bob.service, { drop, entry, text: 'First' });
  loseAnswers(null);
  circle.pass(3_600_000);
  await circle.settle(5);
  expect(await textsOf(alice, drop, 'comment')).toEqual(['First']);
  const [reactions] = await alice.service.db.entries.filter(({ body }) => body?.is === 'reactions').toArray();
  expect(reactions?.body).toMatchObject({ to: [[expect.anything(), 'sad']] });
  expect(await bob.service.db.deeds.count()).toBe(0);
});

test('a creation whose answer was lost makes one item', async () => {
  loseAnswers((command) => command === 'content.create');
  const { drop } = await post(alice.service, { text: 'Hello', audience: 'friends' });
  await circle.run(alice);
  expect(await circle.deliver(alice, bob)).toEqual([]);
  loseAnswers(null);
  circle.pass(3_600_000);
  await circle.settle(3);
  expect(circle.north.items.size + circle.south.items.size).toBe(1);
  expect(await textsOf(bob, drop, 'post')).toEqual(['Hello']);
});
