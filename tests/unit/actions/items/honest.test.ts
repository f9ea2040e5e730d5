import { beforeEach, expect, test } from 'vitest';
import { comment } from '../../../../lib/actions/items/comment.ts';
import { post } from '../../../../lib/actions/items/post.ts';
import { type Reaction, react } from '../../../../lib/actions/items/react.ts';
import { readItem } from '../../../../lib/actions/items/read.ts';
import { removeEntry } from '../../../../lib/actions/items/remove.ts';
import { Circle, type User } from './circle.ts';
import { page } from './pages.ts';

let circle: Circle;
let alice: User;
let bob: User;
let drop: string;
let hello: string;

beforeEach(async () => {
  circle = new Circle();
  [alice, bob] = [await circle.join('Alice'), await circle.join('Bob')];
  await circle.befriend(alice, bob);
  drop = (await post(alice.service, { text: 'Hello', audience: 'friends' })).drop;
  await circle.settle(2);
  const rows = await bob.service.db.entries.where('drop').equals(drop).toArray();
  hello = rows.find(({ body }) => body?.is === 'post')?.entry ?? '';
});

async function reacts(...reactions: Reaction[]): Promise<void> {
  for (const reaction of reactions) {
    await react(bob.service, { drop, entry: hello, reaction });
    await circle.run(bob);
  }
}

async function expectNobodyAccused({ service }: User): Promise<void> {
  expect(await service.db.warnings.toArray()).toEqual([]);
  expect(await service.db.evidence.toArray()).toEqual([]);
  expect((await service.db.items.get(drop))?.doubt).toBeUndefined();
}

test('one who reacts again and again before reading does not miss the reactions in between', async () => {
  await reacts('like', 'love', 'haha', 'wow');
  expect(await readItem(bob.service, drop)).toBe('read');
  await expectNobodyAccused(bob);
});

test('a wrong accusation of before is taken back by the next true reading', async () => {
  await bob.service.db.items.update(drop, { doubt: 'hidden' });
  await comment(alice.service, { drop, text: 'Still here' });
  await circle.settle(3);
  const rows = await bob.service.db.entries.where('drop').equals(drop).toArray();
  expect(rows.map(({ body }) => body)).toContainEqual(expect.objectContaining({ text: 'Still here' }));
  await expectNobodyAccused(bob);
});

test('pages from two copies of a server, one of them behind, are one catching up', async () => {
  const from = (await alice.service.db.items.get(drop))?.rev ?? 0;
  await comment(bob.service, { drop, text: 'One' });
  await reacts('like', 'love');
  const server = circle.north.items.has(drop) ? circle.north : circle.south;
  const behind = structuredClone(server.items.get(drop));
  await comment(bob.service, { drop, text: 'Two' });
  await circle.run(bob);
  server.lie = (answer, item, { known, least = 0 }) => {
    if (known?.rev === from) return page(server.seed, item, from, from + 2);
    const old = behind !== undefined && behind.pair.rev >= least ? behind : item;
    return known === undefined ? answer : page(server.seed, old, known.rev, old.pair.rev);
  };
  expect(await readItem(alice.service, drop)).toBe('read');
  await expectNobodyAccused(alice);
});

test('what a reading showed while its removal was under way stays known: others may say they saw it', async () => {
  const server = circle.north.items.has(drop) ? circle.north : circle.south;
  server.lose = (command) => command === 'content.append';
  const { entry } = await comment(bob.service, { drop, text: 'Never mind' });
  await circle.run(bob);
  server.lose = null;
  await removeEntry(bob.service, { drop, entry });
  const { carrier } = circle.world;
  const { post: pass } = carrier;
  carrier.post = async (door, bytes) => {
    const answer = await pass(door, bytes);
    if (server.asked.at(-1) === 'content.remove') await readItem(bob.service, drop);
    return answer;
  };
  await circle.run(bob);
  carrier.post = pass;
  expect(server.asked).toContain('content.remove');
  await readItem(alice.service, drop);
  await comment(alice.service, { drop, text: 'What was it?' });
  await circle.settle(3);
  expect(await readItem(bob.service, drop)).toBe('read');
  await expectNobodyAccused(bob);
});
