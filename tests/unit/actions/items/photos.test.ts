import sharp from 'sharp';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { comment } from '../../../../lib/actions/items/comment.ts';
import { edit } from '../../../../lib/actions/items/edit.ts';
import { type NewPhoto, PhotoError } from '../../../../lib/actions/items/photos.ts';
import { post } from '../../../../lib/actions/items/post.ts';
import type { Service } from '../../../../lib/actions/service.ts';
import { concat, utf8 } from '../../../../lib/bytes.ts';

import { pictureBomb } from '../../servers/picturebomb.ts';
import { Circle } from './circle.ts';
import { pictures } from './sharppictures.ts';

const PNG = Uint8Array.of(0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a);

let alice: Service;
let drop: string;
let entry: string;

beforeAll(async () => {
  const circle = new Circle();
  const { service } = await circle.join('Alice');
  alice = { ...service, pictures };
  ({ drop } = await post(alice, { text: 'A wall', audience: 'friends' }));
  await circle.settle(1);
  entry = (await alice.db.entries.filter((row) => row.body?.is === 'post').first())?.entry ?? '';
});
afterAll(() => alice.db.close());

async function content(): Promise<string> {
  const tables = await Promise.all(alice.db.tables.map((table) => table.toArray()));
  return JSON.stringify(tables);
}

async function refused(photo: NewPhoto, fault: PhotoError['fault']): Promise<void> {
  const before = await content();
  const ways = [
    post(alice, { text: 'Look', photos: [photo], audience: 'friends' }),
    comment(alice, { drop, text: 'Look', photos: [photo] }),
    edit(alice, { drop, entry, text: 'Look', photos: [photo] }),
  ];
  for (const way of await Promise.allSettled(ways)) {
    expect(way.status === 'rejected' && way.reason).toBeInstanceOf(PhotoError);
    expect(way).toMatchObject({ reason: { fault } });
  }
  expect(await content()).toBe(before);
}

describe('a photo that is not taken leaves everything as it was: in a post, a comment, an edit', () => {
  test.each([
    ['text', utf8('hello')],
    ['nothing', new Uint8Array(0)],
    ['a page', utf8('<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>')],
    ['the beginning of a picture', concat(PNG, new Uint8Array(500))],
  ])('no photo: %s', async (_, bytes) => {
    await refused({ bytes }, 'not-a-photo');
  });

  test('half a photo', async () => {
    const whole = await sharp({ create: { width: 300, height: 300, channels: 3, background: 'red' } })
      .png({ compressionLevel: 0 })
      .toBuffer();
    await refused({ bytes: whole.subarray(0, whole.length >> 1) }, 'not-a-photo');
  });

  test('200 MB, though they begin like one', async () => {
    const bytes = new Uint8Array(200_000_000);
    bytes.set(PNG);
    await refused({ bytes }, 'too-large');
  });

  test('a bomb: a few hundred bytes that unfold to gigabytes', async () => {
    const bytes = await pictureBomb(20_000);
    expect(bytes.length).toBeLessThan(1_000);
    await refused({ bytes }, 'too-many-pixels');
  });

  test('one wrong among good ones takes none', async () => {
    const good = await sharp({ create: { width: 30, height: 30, channels: 3, background: 'red' } })
      .jpeg()
      .toBuffer();
    const before = await content();
    const photos = [{ bytes: new Uint8Array(good) }, { bytes: utf8('hello') }];
    await expect(post(alice, { text: 'Two', photos, audience: 'friends' })).rejects.toBeInstanceOf(
      PhotoError,
    );
    expect(await content()).toBe(before);
  });
});
