import { expect, test } from 'vitest';
import { loadBlob } from '../../../../lib/actions/items/blobs.ts';
import { comment } from '../../../../lib/actions/items/comment.ts';
import { edit } from '../../../../lib/actions/items/edit.ts';
import { post } from '../../../../lib/actions/items/post.ts';
import { hex } from '../../../../lib/bytes.ts';
import { Crash } from '../../../network/story/crash.ts';
import { wholeThread } from '../../db/cards.ts';
import { runs } from '../../fuzzruns.ts';
import { Circle, noise, type User } from './circle.ts';

/** What Alice does; every part asks first what is done already, as a person who comes back would. */
async function live(circle: Circle, alice: User): Promise<void> {
  const { db } = alice.service;
  const photos = [{ bytes: noise(300_000) }];
  if ((await db.wall.count()) === 0)
    await post(alice.service, { text: 'Hello', photos, audience: 'friends' });
  const drop = (await db.wall.toCollection().first())?.drop ?? '';
  const comments = await db.entries.filter(({ body }) => body?.is === 'comment').toArray();
  if (comments.length === 0) await comment(alice.service, { drop, text: 'Frist' });
  await circle.run(alice);
  const [own] = await db.entries.filter(({ body }) => body?.is === 'comment').toArray();
  if (own?.want === 1) await edit(alice.service, { drop, entry: own.entry, text: 'First' });
  await circle.run(alice);
}

test('a service that dies at any step goes on where it was: one post, one comment, everybody told', async () => {
  const stride = runs(1).numRuns > 1 ? 1 : 7;
  for (let n = 1; ; n += stride) {
    const circle = new Circle();
    const [alice, bob] = [await circle.join('Alice'), await circle.join('Bob')];
    await circle.befriend(alice, bob);
    const crash = new Crash();
    await circle.reopen(alice, crash);
    crash.at(n);
    await live(circle, alice).catch((error: unknown) => {
      if (!crash.dead) throw error;
    });
    const died = crash.dead;
    await circle.reopen(alice);
    circle.pass(3_600_000);
    await live(circle, alice);
    circle.pass(3_600_000);
    await circle.settle(4);
    const at = `died at step ${n}`;
    expect(circle.north.items.size + circle.south.items.size, at).toBe(1);
    const drop = (await bob.service.db.newsFeed.toCollection().first())?.drop ?? '';
    const view = await wholeThread(bob.service.db, drop);
    expect(
      view?.comments.map(({ body }) => body),
      at,
    ).toMatchObject([{ text: 'First' }]);
    const { body, entry } = view?.post ?? {};
    const photo = body && 'photos' in body ? body.photos[0] : undefined;
    const { bytes } = await loadBlob(bob.service, {
      drop,
      entry: entry ?? '',
      hash: hex(photo?.hash ?? noise(1)),
    });
    expect(bytes.length, at).toBe(300_000);
    expect(await alice.service.db.deeds.toArray(), at).toEqual([]);
    for (const { service } of [alice, bob]) expect(await service.db.warnings.toArray(), at).toEqual([]);
    if (!died) break;
  }
});
