import sharp from 'sharp';
import { describe, expect, test } from 'vitest';
import { utf8 } from '../../../lib/bytes.ts';
import { AD_PICTURE, encodePicture } from '../../../servers/pictures.ts';
import { pictureBomb } from './picturebomb.ts';

const noise = (side: number) =>
  sharp(Buffer.from(Uint8Array.from({ length: side * side * 3 }, (_, i) => (i * i * 31) % 251)), {
    raw: { width: side, height: side, channels: 3 },
  });

describe('pictures that are taken', () => {
  test.each(['png', 'jpeg', 'webp', 'gif'] as const)(
    '%s comes out as WebP within the limits',
    async (format) => {
      const made = await encodePicture(await noise(500).toFormat(format).toBuffer(), AD_PICTURE);
      expect(made.type).toBe('image/webp');
      expect(made.bytes.length).toBeLessThanOrEqual(12_288);
      expect(Math.max(made.width, made.height)).toBeLessThanOrEqual(500);
      expect(await sharp(made.bytes).metadata()).toMatchObject({ format: 'webp', width: made.width });
    },
  );

  test('metadata stays behind, and the picture stands upright', async () => {
    const file = await noise(300)
      .resize(300, 100, { fit: 'fill' })
      .jpeg()
      .withMetadata({ orientation: 6, exif: { IFD0: { Copyright: 'Alice was here' } } })
      .toBuffer();
    expect(file.includes('Alice was here')).toBe(true);
    const made = await encodePicture(file, AD_PICTURE);
    expect(Buffer.from(made.bytes).includes('Alice')).toBe(false);
    expect((await sharp(made.bytes).metadata()).exif).toBeUndefined();
    expect(made.height).toBeGreaterThan(made.width);
  });

  test('of an animation the first picture', async () => {
    const frames = Buffer.concat([Buffer.alloc(3 * 64, 255), Buffer.alloc(3 * 64, 0)]);
    const file = await sharp(frames, { raw: { width: 8, height: 16, channels: 3, pageHeight: 8 } })
      .gif({ loop: 0, delay: [10, 10] })
      .toBuffer();
    const made = await encodePicture(file, AD_PICTURE);
    expect([made.width, made.height]).toEqual([8, 8]);
    expect((await sharp(made.bytes).metadata()).pages ?? 1).toBe(1);
  });
});

describe('what is refused', () => {
  const small = { ...AD_PICTURE, input: 5_000, pixels: 10_000 };
  const refuse = async (file: Uint8Array, why: RegExp, limits = AD_PICTURE) =>
    expect(encodePicture(file, limits)).rejects.toThrow(
      expect.objectContaining({ name: 'PictureError', message: expect.stringMatching(why) }),
    );

  test('a picture that is not a picture', async () => {
    await refuse(utf8('hello'), /not a PNG/);
    await refuse(new Uint8Array(0), /not a PNG/);
    await refuse(
      utf8('<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>'),
      /not a PNG/,
    );
    await refuse(Uint8Array.from([...utf8('GIF89a'), 1, 2, 3]), /cannot be read/);
    const png = await noise(100).png().toBuffer();
    await refuse(png.subarray(0, png.length >> 1), /cannot be read/);
  });

  test('too large a file, before it is looked at', async () => {
    await refuse(new Uint8Array(5_001), /over 5000 bytes/, small);
  });

  test('a bomb: few bytes, many pixels', async () => {
    const bomb = await pictureBomb(8_000);
    expect(bomb.length).toBeLessThan(1_000);
    await refuse(bomb, /has over 40000000 pixels/);
    await refuse(await pictureBomb(100_000), /cannot be read|pixels/);
  });
});
