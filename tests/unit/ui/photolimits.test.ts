import fc from 'fast-check';
import sharp from 'sharp';
import { describe, expect, it } from 'vitest';
import { readHeader } from '../../../lib/ui/photos/header.ts';
import { checkPicture, goTogether, LARGEST, MOST_TOGETHER } from '../../../lib/ui/photos/limits.ts';

const create = { width: 300, height: 200, channels: 4, background: '#7a3e9d80' } as const;
const picture = () => sharp({ create });

describe('the header of a picture', () => {
  it('tells type and size of every kind that is taken', async () => {
    const kinds = {
      'image/png': await picture().png().toBuffer(),
      'image/jpeg': await picture()
        .withExif({ IFD0: { Copyright: 'x'.repeat(3000) } })
        .jpeg()
        .toBuffer(),
      'image/gif': await picture().gif().toBuffer(),
    };
    for (const [type, bytes] of Object.entries(kinds))
      expect(readHeader(bytes)).toEqual({ type, width: 300, height: 200 });
    const webps = [{ lossless: true }, { quality: 50 }].map((options) => picture().webp(options).toBuffer());
    const opaque = picture().flatten().webp().toBuffer();
    const extended = picture()
      .withExif({ IFD0: { Copyright: 'x' } })
      .webp()
      .toBuffer();
    for (const bytes of await Promise.all([...webps, opaque, extended]))
      expect(readHeader(bytes)).toEqual({ type: 'image/webp', width: 300, height: 200 });
  });
  it('is none for anything else, however it begins', () => {
    const begins = fc.constantFrom('', '\x89PNG\r\n\x1a\n', '\xff\xd8\xff', 'GIF89a', 'RIFF\0\0\0\0WEBPVP8X');
    fc.assert(
      fc.property(begins, fc.uint8Array({ maxLength: 40 }), (begin, rest) => {
        const header = readHeader(Uint8Array.from([...Buffer.from(begin, 'latin1'), ...rest]));
        if (header !== null) expect(header.width).toBeGreaterThanOrEqual(0);
      }),
    );
    expect(readHeader(Buffer.from('<svg xmlns="http://www.w3.org/2000/svg"/>'))).toBeNull();
    expect(readHeader(new Uint8Array())).toBeNull();
  });
});

describe('what a picture may be', () => {
  it('refuses 100 megapixels by 33 bytes of header', async () => {
    const huge = await sharp({ create: { width: 10_000, height: 10_000, channels: 3, background: 'red' } })
      .png()
      .toBuffer();
    expect(() => checkPicture(huge.subarray(0, 33))).toThrow(
      expect.objectContaining({ code: 'too-many-pixels' }),
    );
  });
  it('refuses more than 50 MB, and what is no picture', () => {
    expect(() => checkPicture(new Uint8Array(LARGEST + 1))).toThrow(
      expect.objectContaining({ code: 'photo-too-large' }),
    );
    expect(() => checkPicture(Buffer.from('a letter'))).toThrow(
      expect.objectContaining({ code: 'not-a-photo' }),
    );
  });
});

describe('what photos may be together', () => {
  it('is what one message of the browser carries, all sizes counted', () => {
    const half = { bytes: new Uint8Array(MOST_TOGETHER / 2) };
    expect(Math.ceil((MOST_TOGETHER * 4) / 3)).toBeLessThan(62 * 1024 * 1024);
    expect(goTogether([])).toBe(true);
    expect(goTogether([{ sizes: [half] }, { sizes: [half] }])).toBe(true);
    expect(goTogether([{ sizes: [half, { bytes: new Uint8Array(1) }] }, { sizes: [half] }])).toBe(false);
  });
});
