import { expect, test } from 'vitest';
import { comment } from '../../../../lib/actions/items/comment.ts';
import { post } from '../../../../lib/actions/items/post.ts';
import { startLoop } from '../../../../lib/actions/loop.ts';
import { usePeers } from '../../../../lib/actions/peers/usepeers.ts';
import type { Service } from '../../../../lib/actions/service.ts';
import { newestCards, wholeThread } from '../../db/cards.ts';
import { befriend, openStreet, withHelper } from './street.ts';

/** Fires what waits no time, and nothing else: whatever happens then needed no waiting. */
const atOnce = (work: () => void, ms: number) => {
  if (ms > 0) return () => undefined;
  const timer = setTimeout(work, 0);
  return () => clearTimeout(timer);
};

const quick = (service: Service) => Object.assign(service, { later: atOnce });

test('a post is shown at a Friend, and the Friend’s comment at its author, without a moment’s waiting', async () => {
  const street = await openStreet();
  const [{ service: alice }, { service: bob }] = [
    await withHelper(street, 'Alice'),
    await withHelper(street, 'Bob'),
  ];
  await befriend(street, alice, bob);
  // what befriending left to be read later has come to rest
  street.world.now += 60_000;
  const loops = [alice, bob].map((one) => startLoop(quick(one)));

  const { drop } = await post(alice, { text: 'Here I am', audience: 'friends' });
  await expect.poll(async () => (await newestCards(bob.db, 5)).length, { interval: 5 }).toBe(1);
  expect((await newestCards(bob.db, 5))[0]).toMatchObject({ drop, body: { text: 'Here I am' } });
  const shown = await wholeThread(bob.db, drop);
  expect(shown?.post).toMatchObject({ name: 'Alice', state: 'told' });

  await comment(bob, { drop, text: 'So you are' });
  await expect
    .poll(async () => (await wholeThread(alice.db, drop))?.comments.map(({ body }) => body), { interval: 5 })
    .toMatchObject([{ text: 'So you are' }]);

  for (const loop of loops) loop.stop();
  for (const one of [alice, bob]) await usePeers(one, null);
});
