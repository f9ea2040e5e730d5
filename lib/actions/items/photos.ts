import { CommandError } from '../../protocol/errors.ts';
import type { Picture, Service } from '../service.ts';

/** A photo as the user chose it: the file's bytes, and what it shows, for those who do not see it. */
export interface NewPhoto {
  bytes: Uint8Array;
  alt?: string;
}

/** A photo that is not taken, and why; its message is for the user. */
export class PhotoError extends Error {
  override name = 'PhotoError';
  readonly fault: 'not-a-photo' | 'too-large' | 'too-many-pixels';
  constructor(fault: PhotoError['fault'], options?: ErrorOptions) {
    super(SENTENCES[fault], options);
    this.fault = fault;
  }
}

const SENTENCES = {
  'not-a-photo': 'This file is not a photo, or not one that can be read.',
  'too-large': 'This photo is larger than 50 MB.',
  'too-many-pixels': 'This photo has too many pixels.',
} as const;

const LARGEST = 50_000_000;
const MOST = 40;

/**
 * Photos as they go out: re-encoded, so that nothing of camera, place or file is left. Throws PhotoError for one that is
 * none, is over 50 MB, or unfolds to more than can be shown; CommandError `too-large` for more than 40.
 */
export async function preparePhotos(
  service: Service,
  photos: NewPhoto[],
): Promise<{ picture: Picture; alt: string }[]> {
  if (photos.length > MOST) throw new CommandError('too-large', 'at most 40 photos');
  const out: { picture: Picture; alt: string }[] = [];
  for (const { bytes, alt = '' } of photos) {
    if (bytes.length > LARGEST) throw new PhotoError('too-large');
    out.push({ picture: await reencode(service, bytes), alt: alt.slice(0, 1000).toWellFormed() });
  }
  return out;
}

async function reencode({ pictures }: Service, bytes: Uint8Array): Promise<Picture> {
  try {
    const [largest] = await pictures.reencode(bytes);
    if (largest === undefined || largest.bytes.length === 0) throw new PhotoError('not-a-photo');
    return largest;
  } catch (cause) {
    if (cause instanceof RangeError) throw new PhotoError('too-many-pixels', { cause });
    if (cause instanceof TypeError) throw new PhotoError('not-a-photo', { cause });
    throw cause;
  }
}
