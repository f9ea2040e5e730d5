import { crc32 } from 'node:zlib';
import sharp from 'sharp';

/** A PNG of a few hundred bytes that says it is of `side` by `side` pixels. */
export async function pictureBomb(side: number): Promise<Uint8Array> {
  const tiny = { create: { width: 20, height: 10, channels: 3, background: 'red' } } as const;
  const png = await sharp(tiny).png().toBuffer();
  const header = 12; // length of the first chunk, then its name, then width and height
  png.writeUInt32BE(side, header + 4);
  png.writeUInt32BE(side, header + 8);
  png.writeUInt32BE(crc32(png.subarray(header, header + 17)), header + 17);
  return Uint8Array.from(png);
}
