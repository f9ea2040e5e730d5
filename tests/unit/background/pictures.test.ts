import { expect, test } from 'vitest';
import { BroughtPictures } from '../../../entrypoints/background/pictures.ts';
import { base64url, utf8 } from '../../../lib/bytes.ts';

const JPEG = Uint8Array.of(0xff, 0xd8, 0xff, 0xe0, 1, 2, 3);
const PNG = Uint8Array.of(0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a, 1);
const size = (type: 'image/jpeg' | 'image/png' | 'image/webp', bytes: Uint8Array, width = 10) => ({
  type,
  width,
  height: 10,
  bytes: base64url(bytes),
});

async function brought(...sizes: ReturnType<typeof size>[]) {
  const pictures = new BroughtPictures();
  const [photo] = pictures.take([{ sizes, alt: 'A dog' }]);
  expect(photo?.alt).toBe('A dog');
  return await pictures.reencode(photo?.bytes ?? new Uint8Array());
}

test('a photo’s sizes are those its frame brought, largest first', async () => {
  const sizes = await brought(size('image/jpeg', JPEG, 2048), size('image/png', PNG, 300));
  expect(sizes).toEqual([
    { type: 'image/jpeg', width: 2048, height: 10, bytes: JPEG },
    { type: 'image/png', width: 300, height: 10, bytes: PNG },
  ]);
});

test.each([
  ['HTML', size('image/png', utf8('<html><script>'))],
  ['SVG', size('image/webp', utf8('<svg onload=x>'))],
  ['another type than it says', size('image/png', JPEG)],
  ['nothing', size('image/jpeg', new Uint8Array())],
  ['text that is no base64url', { type: 'image/jpeg' as const, width: 1, height: 1, bytes: 'A' }],
])('%s is no photo', async (_, one) => {
  await expect(brought(one)).rejects.toBeInstanceOf(TypeError);
  await expect(brought(size('image/jpeg', JPEG), one)).rejects.toBeInstanceOf(TypeError);
});

test('more pixels than a photo has are too many', async () => {
  await expect(
    brought({ ...size('image/jpeg', JPEG), width: 16_000, height: 16_000 }),
  ).rejects.toBeInstanceOf(RangeError);
});

test('bytes that no frame brought are no photo', async () => {
  await expect(new BroughtPictures().reencode(JPEG)).rejects.toBeInstanceOf(TypeError);
});
