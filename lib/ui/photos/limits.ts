import { AskError } from '../../messages/errors.ts';
import { type Header, readHeader } from './header.ts';

/** Largest file taken, in bytes. */
export const LARGEST = 50_000_000;
/** Most pixels a picture may unfold to. */
export const MOST_PIXELS = 60_000_000;

/** Most bytes of all photos of one post: as base64url they stay below the 64 MiB a message in Chromium may have. */
export const MOST_TOGETHER = 45_000_000;

/** Whether photos, each in its sizes, go into one post. */
export function goTogether(photos: readonly { sizes: readonly { bytes: Uint8Array }[] }[]): boolean {
  const all = photos.flatMap(({ sizes }) => sizes.map(({ bytes }) => bytes.length));
  return all.reduce((sum, length) => sum + length, 0) <= MOST_TOGETHER;
}

/**
 * Looks at a picture's size and header before anything decodes it. Throws AskError `photo-too-large`, `too-many-pixels`
 * or `not-a-photo`.
 */
export function checkPicture(bytes: Uint8Array): Header {
  if (bytes.length > LARGEST) throw new AskError('photo-too-large');
  const header = readHeader(bytes);
  if (header === null || header.width < 1 || header.height < 1) throw new AskError('not-a-photo');
  if (header.width * header.height > MOST_PIXELS) throw new AskError('too-many-pixels');
  return header;
}
