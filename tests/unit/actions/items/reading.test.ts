import { beforeEach, expect, test } from 'vitest';
import { chooseHint } from '../../../../lib/actions/items/ad.ts';
import { comment } from '../../../../lib/actions/items/comment.ts';
import { loadOlder } from '../../../../lib/actions/items/older.ts';
import { post } from '../../../../lib/actions/items/post.ts';
import { react } from '../../../../lib/actions/items/react.ts';
import { readItem } from '../../../../lib/actions/items/read.ts';
import { reportEntry } from '../../../../lib/actions/items/report.ts';
import { checkReport } from '../../../../lib/crypto/author.ts';
import { nativePrimitives as p } from '../../../../lib/crypto/native.ts';
import { signTagged } from '../../../../lib/crypto/tagged.ts';
import { reactedTo } from '../../../../lib/db/queries/thread.ts';
import { encode } from '../../../../lib/protocol/codec.ts';
import { check } from '../../../../lib/protocol/command.ts';
import { report } from '../../../../lib/protocol/commands/id.ts';
import { CommandError } from '../../../../lib/protocol/errors.ts';
import { seedOf } from '../../../network/operators.ts';
import { newestCards, wholeThread } from '../../db/cards.ts';
import { Circle, noise, type User } from './circle.ts';

let circle: Circle;
let alice: User;
let bob: User;
let drop: string;

beforeEach(async () => {
  circle = new Circle();
  circle.world.file = { ...circle.world.file, cells: ['north', 'south'] };
  circle.world.publish();
  [alice, bob] = [await circle.join('Alice'), await circle.join('Bob')];
  await circle.befriend(alice, bob);
  drop = (await post(alice.service, { text: 'Hello', audience: 'friends' })).drop;
});

function ad(link: string, signer = 'home ad') {
  const from = circle.world.now - 1000;
  const body = {
    id: noise(16),
    advertiser: 'Shoes',
    text: 'Buy shoes',
    link,
    from,
    until: from + 86_400_000,
  };
  const bytes = encode(body);
  return { ad: bytes, sig: signTagged(p, seedOf(signer), 'ad', bytes) };
}

async function readWith(shown: ReturnType<typeof ad>) {
  for (const server of [circle.north, circle.south]) server.lie = (answer) => ({ ...answer, ad: shown });
  await circle.settle(2);
  return (await bob.service.db.newsFeed.get(drop))?.ad;
}

test('a post is read with an ad, kept beside it', async () => {
  expect(await readWith(ad('https://shoes.example/'))).toMatchObject({ text: 'Buy shoes' });
});

test.each([
  ['of a server that is not the ad server', 'https://shoes.example/', 'north content'],
  ['with a link that is no https', 'http://shoes.example/', 'home ad'],
  ['with a link that hides where it leads', 'https://shoes.example@evil.example/', 'home ad'],
  ['with a fragment', 'https://shoes.example/#bob', 'home ad'],
])('an ad %s is not shown', async (_, link, signer) => {
  expect(await readWith(ad(link, signer))).toBeUndefined();
  expect((await bob.service.db.items.get(drop))?.rev).toBe(3);
});

test('no hint is sent unless a cell was chosen, and then on some reads only', async () => {
  const hints: unknown[] = [];
  for (const server of [circle.north, circle.south])
    server.lie = (answer, _, args) => {
      if (args.ad !== undefined) hints.push(args.ad.cell);
      return answer;
    };
  await circle.settle(2);
  for (let i = 0; i < 4; i++) await readItem(bob.service, drop, true);
  expect(hints.every((cell) => cell === undefined)).toBe(true);
  await chooseHint(bob.service, { cell: 1 });
  for (let i = 0; i < 40; i++) await readItem(bob.service, drop, true);
  expect(new Set(hints.slice(5))).toEqual(new Set([1, undefined]));
});

test('older comments are read by the page', async () => {
  await circle.settle(2);
  for (let i = 0; i < 25; i++) {
    await comment(alice.service, { drop, text: `Comment ${i}` });
    circle.pass(1);
  }
  await circle.run(alice);
  const carol = await circle.join('Carol');
  await circle.befriend(alice, carol);
  const item = await alice.service.db.items.get(drop);
  if (item?.itemKeys[0] === undefined) throw new Error('no key');
  const { id, server, when } = item;
  const event = { is: 'item' as const, id, server, when, itemKey: item.itemKeys[0].key, gen: 0 };
  await circle.tell(alice, carol, { ...event, kind: 'thread', what: 'wall' });
  circle.pass(5_000);
  await circle.run(carol);
  const first = await wholeThread(carol.service.db, drop);
  expect(first?.comments.length).toBeLessThan(25);
  expect(first?.more).toBe(true);
  while ((await loadOlder(carol.service, { drop })).more) {}
  const all = await wholeThread(carol.service.db, drop);
  expect(all?.comments.map(({ body }) => body !== null && 'text' in body && body.text)).toEqual(
    Array.from({ length: 25 }, (_, i) => `Comment ${i}`),
  );
  expect([all?.more, all?.post?.name]).toEqual([false, 'Alice']);
  expect(await carol.service.db.warnings.count()).toBe(0);
});

test('a card that lies pages before is fetched, so that an author is known', async () => {
  await circle.settle(2);
  const carol = await circle.join('Carol');
  await circle.befriend(alice, carol);
  await comment(bob.service, { drop, text: 'First' });
  await circle.settle(3);
  for (let i = 0; i < 22; i++) {
    await comment(alice.service, { drop, text: `Comment ${i}` });
    circle.pass(1);
  }
  await comment(bob.service, { drop, text: 'Last' });
  await circle.settle(2);
  const item = await alice.service.db.items.get(drop);
  if (item?.itemKeys[0] === undefined) throw new Error('no key');
  const { id, server, when } = item;
  const event = { is: 'item' as const, id, server, when, itemKey: item.itemKeys[0].key, gen: 0 };
  await circle.tell(alice, carol, { ...event, kind: 'thread', what: 'wall' });
  circle.pass(5_000);
  await circle.run(carol);
  const view = await wholeThread(carol.service.db, drop);
  expect(view?.comments.at(-1)).toMatchObject({ user: bob.user, name: 'Bob' });
});

test('a server that stays behind what it signed is shown', async () => {
  await circle.settle(2);
  const item = await alice.service.db.items.get(drop);
  if (item?.signed === undefined) throw new Error('no item');
  for (const server of [circle.north, circle.south])
    server.lie = () => {
      throw new CommandError('behind');
    };
  const standing = item.signed;
  await circle.tell(alice, bob, { is: 'news', id: item.id, entries: [], mentions: false, standing });
  for (let i = 0; i < 9; i++) {
    circle.pass(20 * 60_000);
    await circle.run(bob);
  }
  expect((await bob.service.db.warnings.toArray()).map(({ is }) => is)).toEqual(['fork']);
  expect((await wholeThread(bob.service.db, drop))?.post).not.toBeNull();
});

test('screens see post, comments two levels deep, and who reacted', async () => {
  await circle.settle(2);
  const post = (await wholeThread(bob.service.db, drop))?.post;
  const { entry } = await comment(bob.service, { drop, text: 'One' });
  await react(bob.service, { drop, entry: post?.entry ?? '', reaction: 'wow' });
  await circle.settle(4);
  const answer = await comment(alice.service, { drop, text: 'Two', re: entry });
  await comment(bob.service, { drop, text: 'Three', re: entry });
  await circle.settle(4);
  await comment(alice.service, { drop, text: 'Four', re: answer.entry });
  await circle.settle(4);
  const view = await wholeThread(bob.service.db, drop);
  const text = ({ body }: { body: object | null }) => (body !== null && 'text' in body ? body.text : null);
  expect(view?.comments.map((one) => [text(one), one.answers.map(text)])).toEqual([
    ['One', ['Two', 'Three', 'Four']],
  ]);
  expect(view?.post?.reactions).toEqual([{ reaction: 'wow', count: 1, mine: true }]);
  expect(await reactedTo(alice.service.db, drop, post?.entry ?? '')).toEqual([
    { user: bob.user, name: 'Bob', reaction: 'wow' },
  ]);
  expect(await newestCards(bob.service.db, 10)).toMatchObject([
    { drop, name: 'Alice', comments: 4, reactions: 1, doubt: null },
  ]);
});

test('a report proves who wrote the entry, and shows nothing else', async () => {
  await circle.settle(2);
  const { entry } = await comment(bob.service, { drop, text: 'Vile words' });
  await circle.settle(4);
  const reports: Record<string, unknown>[] = [];
  circle.id.set('id.report', (args) => {
    reports.push(args);
    return { number: 1 };
  });
  await reportEntry(alice.service, { drop, entry, reason: 'vile' });
  await circle.run(alice);
  const [args] = reports.map((one) => check(report.args, one));
  const proven = args && checkReport(p, args);
  expect(proven?.author.name).toBe('Bob');
  expect(proven?.entry.body).toMatchObject({ text: 'Vile words' });
  const item = await alice.service.db.items.get(drop);
  const shown = Buffer.from(encode(args)).toString('hex');
  expect(shown).not.toContain(Buffer.from(item?.id ?? noise(32)).toString('hex'));
  expect(shown).not.toContain(Buffer.from(item?.itemKeys[0]?.key ?? noise(32)).toString('hex'));
});
