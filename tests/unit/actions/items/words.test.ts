import { beforeEach, expect, test } from 'vitest';
import { loadText } from '../../../../lib/actions/items/blobs.ts';
import { comment } from '../../../../lib/actions/items/comment.ts';
import { edit } from '../../../../lib/actions/items/edit.ts';
import { post } from '../../../../lib/actions/items/post.ts';
import { Circle, noise, type User } from './circle.ts';

let circle: Circle;
let alice: User;
let bob: User;

beforeEach(async () => {
  circle = new Circle();
  [alice, bob] = [await circle.join('Alice'), await circle.join('Bob')];
  await circle.befriend(alice, bob);
});

async function firstOf({ service }: User, drop: string) {
  const rows = await service.db.entries.where('drop').equals(drop).toArray();
  const row = rows.find(({ body }) => body?.is === 'post');
  if (row === undefined) throw new Error('no post');
  return row;
}

test('a text of 100,000 characters arrives as it was written', async () => {
  const text = [...'שלום 🌍 '.repeat(14_286)].slice(0, 100_000).join('');
  const { drop } = await post(alice.service, { text, audience: 'friends' });
  await circle.settle(2);
  const row = await firstOf(bob, drop);
  expect(row.body !== null && 'text' in row.body && text.startsWith(row.body.text)).toBe(true);
  expect(await loadText(bob.service, { drop, entry: row.entry })).toBe(text);
});

test('one character more is refused, and nothing changes', async () => {
  await expect(post(alice.service, { text: 'x'.repeat(100_001), audience: 'friends' })).rejects.toMatchObject(
    {
      code: 'too-large',
    },
  );
  expect(await alice.service.db.items.count()).toBe(0);
  expect(await alice.service.db.deeds.count()).toBe(0);
});

test('right-to-left, zero-width and markup arrive as the very same characters', async () => {
  const text = '\u202eevil\u202c a\u200bb\u200d <img src=x onerror=alert(1)> &amp; \ufeff';
  const { drop } = await post(alice.service, { text, audience: 'friends' });
  await circle.settle(2);
  expect((await firstOf(bob, drop)).body).toMatchObject({ text });
});

test.each([
  ['nothing', ''],
  ['half a character', 'a\ud800b'],
])('%s is no post', async (_, text) => {
  await expect(post(alice.service, { text, audience: 'friends' })).rejects.toMatchObject({
    code: 'malformed',
  });
  expect(await alice.service.db.items.count()).toBe(0);
});

test.each([
  ['not-a-photo', new TypeError('no picture'), 100],
  ['too-many-pixels', new RangeError('a bomb'), 100],
  ['too-large', null, 200_000_000],
])('a photo that is %s is refused with a sentence, and nothing changes', async (fault, error, size) => {
  circle.pictures = () => {
    if (error !== null) throw error;
    return [];
  };
  const photos = [{ bytes: new Uint8Array(size) }];
  const refused = await post(alice.service, { text: 'Look', photos, audience: 'friends' }).catch(
    (one) => one,
  );
  expect(refused).toMatchObject({ name: 'PhotoError', fault });
  expect(String(refused.message)).toMatch(/^This .*\.$/);
  for (const table of ['items', 'entries', 'blobs', 'deeds', 'wall', 'activities'])
    expect(await alice.service.db.table(table).count()).toBe(0);
});

test('only Friends can be chosen, and get it alone', async () => {
  const carol = await circle.join('Carol');
  const to = (user: User) => ({ text: 'Psst', audience: 'chosen' as const, chosen: [user.user] });
  await expect(post(alice.service, to(carol))).rejects.toMatchObject({ code: 'forbidden' });
  await circle.befriend(alice, carol);
  const { drop } = await post(alice.service, to(carol));
  await circle.settle(2);
  expect((await firstOf(carol, drop)).body).toMatchObject({ text: 'Psst' });
  expect(await bob.service.db.items.count()).toBe(0);
});

test('nobody edits what is not theirs, nor writes where nothing is', async () => {
  const { drop } = await post(alice.service, { text: 'Mine', audience: 'friends' });
  await circle.settle(2);
  const { entry } = await firstOf(bob, drop);
  await expect(edit(bob.service, { drop, entry, text: 'Yours' })).rejects.toMatchObject({
    code: 'forbidden',
  });
  await expect(comment(bob.service, { drop: '00', text: 'Hello?' })).rejects.toMatchObject({
    code: 'absent',
  });
  await expect(comment(bob.service, { drop, text: 'To whom?', re: '00' })).rejects.toMatchObject({
    code: 'absent',
  });
});

test('a photo stays through an edit, and a new one joins it', async () => {
  const photos = [{ bytes: noise(3000) }];
  const { drop } = await post(alice.service, { text: 'One', photos, audience: 'friends' });
  await circle.settle(2);
  const own = await firstOf(alice, drop);
  await edit(alice.service, { drop, entry: own.entry, text: 'Two', photos: [{ bytes: noise(4000) }] });
  await circle.settle(3);
  const seen = await firstOf(bob, drop);
  expect(seen.body !== null && 'photos' in seen.body ? seen.body.photos.map(({ size }) => size) : []).toEqual(
    [3000, 4000],
  );
});
