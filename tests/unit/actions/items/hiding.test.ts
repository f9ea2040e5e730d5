import { beforeEach, expect, test } from 'vitest';
import { comment } from '../../../../lib/actions/items/comment.ts';
import { edit } from '../../../../lib/actions/items/edit.ts';
import { post } from '../../../../lib/actions/items/post.ts';
import { type Reaction, react } from '../../../../lib/actions/items/react.ts';
import { readItem } from '../../../../lib/actions/items/read.ts';
import type { StoredEntry } from '../../../../lib/protocol/item.ts';
import { Circle, type User } from './circle.ts';
import type { ContentServer } from './contentserver.ts';
import { page } from './pages.ts';

let circle: Circle;
let alice: User;
let bob: User;
let carol: User;
let drop: string;
/** Entry ids: Alice's post, and Carol's comment. */
let hello: string;
let hers: string;

beforeEach(async () => {
  circle = new Circle();
  [alice, bob, carol] = [await circle.join('Alice'), await circle.join('Bob'), await circle.join('Carol')];
  for (const friend of [bob, carol]) await circle.befriend(alice, friend);
  drop = (await post(alice.service, { text: 'Hello', audience: 'friends' })).drop;
  await circle.settle(2);
  const rows = await alice.service.db.entries.where('drop').equals(drop).toArray();
  hello = rows.find(({ body }) => body?.is === 'post')?.entry ?? '';
  hers = (await comment(carol.service, { drop, text: 'Mine' })).entry;
  for (const reaction of ['like', 'love', 'haha'] as const) await reacts(reaction);
  await circle.settle(3);
});

function server(): ContentServer {
  return circle.north.items.has(drop) ? circle.north : circle.south;
}

async function reacts(reaction: Reaction): Promise<void> {
  await react(bob.service, { drop, entry: hello, reaction });
  await circle.run(bob);
}

async function carolEdits(): Promise<void> {
  await edit(carol.service, { drop, entry: hers, text: 'Mine too' });
  await circle.run(carol);
}

/** From now on the server tells of the last edit of a comment, and does not show it. */
function hideEdits(): void {
  const shown = ({ at, mod }: StoredEntry) => at === mod;
  server().lie = (answer) => ({ ...answer, entries: answer.entries.filter(shown) });
}

async function lies({ service }: User): Promise<string[]> {
  return (await service.db.evidence.toArray()).map(({ is }) => is);
}

test('an edit cannot be hidden among own changes that went on since the last reading', async () => {
  await reacts('wow');
  await carolEdits();
  await reacts('sad');
  hideEdits();
  expect(await readItem(bob.service, drop)).toBe('doubted');
  expect(await lies(bob)).toEqual(['hidden']);
});

test('an edit cannot be hidden among changes a letter told of before they were read', async () => {
  await reacts('wow');
  await circle.deliver(bob, alice);
  await carolEdits();
  await reacts('sad');
  hideEdits();
  expect(await readItem(alice.service, drop)).toBe('doubted');
  expect(await lies(alice)).toEqual(['hidden']);
});

test('an edit cannot be hidden among changes that the page before it showed', async () => {
  const from = (await alice.service.db.items.get(drop))?.rev ?? 0;
  for (const reaction of ['wow', 'sad', 'angry'] as const) await reacts(reaction);
  await comment(bob.service, { drop, text: 'More' });
  await circle.run(bob);
  const earlier = structuredClone(server().items.get(drop));
  await carolEdits();
  await reacts('like');
  hideEdits();
  const { lie: hide } = server();
  server().lie = (answer, item, args) =>
    args.known?.rev === from && earlier !== undefined
      ? page(server().seed, earlier, from, from + 3)
      : (hide?.(answer, item, args) ?? answer);
  expect(await readItem(alice.service, drop)).toBe('doubted');
  expect(await lies(alice)).toEqual(['hidden']);
});

test('a second head that a letter tells of while the first is being read is found', async () => {
  const others = structuredClone(server().items.get(drop));
  if (others === undefined) throw new Error('no item');
  await comment(bob.service, { drop, text: 'For your eyes' });
  await circle.run(bob);
  server().items.set(drop, others);
  await carolEdits();
  const { carrier } = circle.world;
  const { post } = carrier;
  carrier.post = async (door, bytes) => {
    const answer = await post(door, bytes);
    carrier.post = post;
    await circle.deliver(bob, alice);
    return answer;
  };
  await readItem(alice.service, drop);
  expect(await lies(alice)).toEqual(['fork']);
});
