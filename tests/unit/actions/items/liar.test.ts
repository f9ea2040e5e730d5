import { beforeEach, expect, test } from 'vitest';
import { comment } from '../../../../lib/actions/items/comment.ts';
import { post } from '../../../../lib/actions/items/post.ts';
import { readItem } from '../../../../lib/actions/items/read.ts';
import { nativePrimitives as p } from '../../../../lib/crypto/native.ts';
import { advance, recordDeed, signStanding, start } from '../../../../lib/crypto/standing.ts';
import { Circle, noise, type User } from './circle.ts';
import type { ContentServer } from './contentserver.ts';

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

function server(): ContentServer {
  return circle.north.items.has(drop) ? circle.north : circle.south;
}

async function commentsOf({ service }: User): Promise<string[]> {
  const rows = await service.db.entries.where('drop').equals(drop).sortBy('at');
  return rows.flatMap(({ body }) => (body?.is === 'comment' && 'text' in body ? [body.text] : []));
}

async function lies(user: User): Promise<string[]> {
  const shown = (await user.service.db.warnings.toArray()).filter(({ is }) => is === 'fork');
  const kept = await user.service.db.evidence.toArray();
  expect(shown).toHaveLength(kept.length);
  return kept.map(({ is }) => is);
}

test('another item in place of the one asked for is not taken', async () => {
  const other = await post(alice.service, { text: 'Other', audience: 'friends' });
  await circle.settle(2);
  const wrong =
    server().items.get(other.drop) ??
    circle.north.items.get(other.drop) ??
    circle.south.items.get(other.drop);
  await comment(bob.service, { drop, text: 'One' });
  server().lie = (answer) => ({ ...answer, entries: wrong?.entries ?? [] });
  expect(await readItem(carol.service, drop)).toBe('doubted');
  expect(await lies(carol)).toEqual(['altered']);
  expect((await carol.service.db.items.get(drop))?.rev).toBe(3);
});

test('an older revision than the server had signed for us is found, and what we had stays', async () => {
  await comment(bob.service, { drop, text: 'One' });
  await circle.settle(4);
  expect(await commentsOf(carol)).toEqual(['One']);
  server().lie = (answer, item) => {
    const [record] = item.records;
    const old = advance(p, start(item.drop), recordDeed(p, record?.record ?? noise(1)));
    return { ...answer, standing: signStanding(p, server().seed, item.drop, old), upto: 1, entries: [] };
  };
  expect(await readItem(carol.service, drop)).toBe('doubted');
  expect(await lies(carol)).toEqual(['older']);
  expect(await commentsOf(carol)).toEqual(['One']);
});

test('a hidden comment is missed by who knew the item before', async () => {
  await comment(bob.service, { drop, text: 'Hidden' });
  server().lie = (answer) => ({ ...answer, entries: [] });
  await circle.run(bob);
  expect(await readItem(carol.service, drop)).toBe('doubted');
  expect(await lies(carol)).toEqual(['hidden']);
});

test('entries in another order than they came are not taken', async () => {
  await comment(bob.service, { drop, text: 'One' });
  await circle.run(bob);
  await comment(carol.service, { drop, text: 'Two' });
  await circle.run(carol);
  server().lie = (answer) => {
    const [card, one, ...rest] = answer.entries;
    if (card === undefined || one === undefined) return answer;
    return { ...answer, entries: [{ ...card, at: one.at }, { ...one, at: card.at }, ...rest] };
  };
  expect(await readItem(alice.service, drop)).toBe('doubted');
  expect(await lies(alice)).toEqual(['altered']);
});

test('a forged entry is not taken', async () => {
  server().lie = (answer, item) => {
    const [first] = item.entries;
    return first === undefined ? answer : { ...answer, entries: [{ ...first, sealed: noise(1024) }] };
  };
  await comment(bob.service, { drop, text: 'One' });
  await circle.run(bob);
  expect(await readItem(carol.service, drop)).toBe('doubted');
  expect(await lies(carol)).toEqual(['altered']);
});

test('two heads for two readers are found by the next two who talk, with both signatures', async () => {
  // The server keeps a second copy, without Bob's words, for everybody but Bob.
  const shown = structuredClone(server().items.get(drop));
  const bobs = server().items.get(drop);
  if (shown === undefined || bobs === undefined) throw new Error('no item');
  await comment(bob.service, { drop, text: 'For your eyes' });
  await circle.run(bob);
  server().items.set(drop, shown);
  await comment(carol.service, { drop, text: 'Unrelated' });
  await circle.run(carol);
  await readItem(alice.service, drop);
  expect(await lies(alice)).toEqual([]);
  await circle.deliver(bob, alice);
  expect(await lies(alice)).toEqual(['fork']);
  const [evidence] = await alice.service.db.evidence.toArray();
  expect(evidence?.parts).toMatchObject({ server: server().id, second: { rev: 5 } });
  // both stand at one place: which is shown first is nobody's to say
  expect((await commentsOf(alice)).sort()).toEqual(['For your eyes', 'Unrelated']);
});

test('a standing nobody signed convicts nobody', async () => {
  const item = await alice.service.db.items.get(drop);
  const event = { is: 'news' as const, id: item?.id ?? noise(32), entries: [], mentions: false };
  await circle.tell(alice, bob, { ...event, standing: { rev: 3, root: noise(32), sig: noise(64) } });
  expect(await lies(bob)).toEqual([]);
});

test('a deletion is only believed with its owner’s signature', async () => {
  const item = server().items.get(drop);
  if (item === undefined) throw new Error('no item');
  item.gone = { key: p.signKey(noise(32)), sig: noise(64) };
  expect(await readItem(bob.service, drop)).toBe('doubted');
  expect(await lies(bob)).toEqual(['lost']);
  expect((await bob.service.db.entries.where('drop').equals(drop).count()) > 0).toBe(true);
});

test('an item its server has signed for and lost is shown as lost', async () => {
  server().items.clear();
  expect(await readItem(bob.service, drop)).toBe('doubted');
  expect(await lies(bob)).toEqual(['lost']);
});
