import { beforeEach, expect, test } from 'vitest';
import { comment } from '../../../../lib/actions/items/comment.ts';
import { post } from '../../../../lib/actions/items/post.ts';
import { readItem } from '../../../../lib/actions/items/read.ts';
import { openCard } from '../../../../lib/crypto/card.ts';
import { nativePrimitives as p } from '../../../../lib/crypto/native.ts';
import { tagged } from '../../../../lib/crypto/tagged.ts';
import type { SignedCard } from '../../../../lib/protocol/identity.ts';
import { wholeThread } from '../../db/cards.ts';
import { Circle, noise, type User } from './circle.ts';

let circle: Circle;
let alice: User;
let bob: User;
let carol: User;
let drop: string;

beforeEach(async () => {
  circle = new Circle();
  [alice, bob, carol] = [await circle.join('Alice'), await circle.join('Bob'), await circle.join('Carol')];
  await circle.befriend(alice, bob);
  await circle.befriend(alice, carol);
  drop = (await post(alice.service, { text: 'Hello', audience: 'friends' })).drop;
  await circle.settle(2);
});

/** The ID server lists this card for its account, in its log. */
function list(signed: SignedCard): void {
  const salt = p.random(16);
  const leaf = tagged(p, 'log', 'card', salt, signed.card);
  circle.world.log.add(leaf);
  circle.id.set('id.find', () => {
    const proof = circle.world.log.find(leaf, Math.floor(circle.world.now / 60_000));
    return { card: signed, salt, proof: proof ?? {}, over: { age: 13, day: 1 } };
  });
}

async function cardOf({ service }: User): Promise<SignedCard> {
  const profile = await service.db.profile.get('me');
  if (profile === undefined) throw new Error('nobody');
  return profile.card;
}

async function firstComment(user: User) {
  return (await wholeThread(user.service.db, drop))?.comments[0];
}

test('an unknown commenter is shown by the card, and known once the ID log has the name', async () => {
  list(await cardOf(bob));
  await comment(bob.service, { drop, text: 'Hi' });
  await circle.settle(3);
  expect(await firstComment(carol)).toMatchObject({ user: bob.user, name: 'Bob', known: false });
  circle.pass(60_000);
  await circle.run(carol);
  expect(await firstComment(carol)).toMatchObject({ name: 'Bob', known: true });
});

test('a card with a name that is not the account’s in the ID log shows no name', async () => {
  const profile = await bob.service.db.profile.get('me');
  if (profile === undefined) throw new Error('nobody');
  list(profile.card);
  expect(openCard(p, profile.card).name).toBe('Bob');
  await bob.service.db.profile.update('me', { name: 'Alice' });
  await comment(bob.service, { drop, text: 'I am Alice' });
  await circle.settle(3);
  circle.pass(60_000);
  await circle.run(carol);
  expect((await carol.service.db.authors.get(bob.user))?.state).toBe('wrong');
  expect(await firstComment(carol)).toMatchObject({ name: '', known: false });
});

test('words cannot be lifted into another item, nor another’s thread given away as one’s own', async () => {
  const mallory = await circle.join('Mallory');
  await circle.befriend(mallory, carol);
  await circle.befriend(alice, mallory);
  const own = await post(alice.service, { text: 'For Mallory', audience: 'chosen', chosen: [mallory.user] });
  await circle.settle(2);
  const theirs = await mallory.service.db.items.get(own.drop);
  const key = theirs?.itemKeys[0]?.key ?? noise(32);
  const lifted = await mallory.service.db.entries.filter((row) => row.body?.is === 'post').toArray();
  const entry = lifted.find((row) => row.drop === own.drop)?.stored;
  if (theirs === undefined || entry === undefined) throw new Error('nothing to lift');
  const base = { is: 'item' as const, kind: 'thread', what: 'post', when: circle.world.now, gen: 0 };
  // Alice's thread, as if it were Mallory's
  await circle.tell(mallory, carol, { ...base, id: theirs.id, server: theirs.server, itemKey: key, entry });
  await circle.settle(2);
  // Alice's words in a thread of Mallory's own
  const mine = await post(mallory.service, { text: 'x', audience: 'me' });
  await circle.run(mallory);
  const item = await mallory.service.db.items.get(mine.drop);
  if (item === undefined) throw new Error('no item');
  await circle.tell(mallory, carol, { ...base, id: item.id, server: item.server, itemKey: key, entry });
  await circle.run(carol);
  const feed = await carol.service.db.newsFeed.where('user').equals(mallory.user).toArray();
  expect(feed).toEqual([]);
  expect((await wholeThread(carol.service.db, mine.drop))?.post ?? null).toBeNull();
  expect((await wholeThread(carol.service.db, own.drop))?.post ?? null).toBeNull();
});

test('a letter cannot put words into somebody else’s mouth', async () => {
  const { entry } = await comment(bob.service, { drop, text: 'Mine' });
  await circle.run(bob);
  const row = await bob.service.db.entries.get(`${drop}:${entry}`);
  const item = await bob.service.db.items.get(drop);
  if (row?.stored === undefined || item?.signed === undefined) throw new Error('not sent');
  const told = { is: 'told' as const, id: item.id, standing: item.signed };
  // Carol tells Bob's comment as hers; and one that is nobody's
  await circle.tell(carol, alice, { ...told, entry: row.stored });
  await circle.tell(carol, alice, { ...told, entry: { ...row.stored, sealed: noise(1024) } });
  expect(await alice.service.db.entries.filter(({ author }) => author === carol.user).count()).toBe(0);
  await readItem(alice.service, drop);
  expect((await alice.service.db.entries.get(`${drop}:${entry}`))?.author).toBe(bob.user);
});

test('who got no key is not heard, whatever they tell', async () => {
  const dave = await circle.join('Dave');
  await circle.befriend(alice, dave);
  const before = await alice.service.db.items.get(drop);
  if (before?.signed === undefined) throw new Error('no item');
  const standing = before.signed;
  await circle.tell(dave, alice, { is: 'news', id: before.id, entries: [], mentions: false, standing });
  await circle.tell(dave, bob, { is: 'rekey', id: before.id, itemKey: noise(32), gen: 7, standing });
  await circle.tell(dave, bob, { is: 'gone', id: before.id, key: noise(32), sig: noise(64) });
  expect((await bob.service.db.items.get(drop))?.gen).toBe(0);
  expect((await bob.service.db.items.get(drop))?.state).toBe('there');
  expect(await alice.service.db.deeds.count()).toBe(0);
});
