import { AskError } from '../../messages/errors.ts';
import { type Header, readHeader } from './header.ts';

/** Largest file taken, in bytes. */
export const LARGEST = 50_000_000;
/** Most pixels a picture may unfold to. */
export const MOST_PIXELS = 60_000_000;

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
