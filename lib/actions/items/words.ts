import { fromHex, hex, utf8 } from '../../bytes.ts';
import { type BlobPlace, sealBlob } from '../../crypto/chunk.ts';
import type { BlobRow } from '../../db/items.ts';
import { encode } from '../../protocol/codec.ts';
import { CommandError } from '../../protocol/errors.ts';
import type { Blob, Photo } from '../../protocol/inside.ts';
import type { Picture, Service } from '../service.ts';

/** What people write: text with mentions, and photos. */
export interface Words {
  text: string;
  /** Users (UserID, hex) named in the text: UTF-16 units from `at`, `length` of them. */
  mentions?: { at: number; length: number; user: string }[];
}

/** The written part of a body, and the large bytes it points to. */
export interface Written {
  body: {
    text: string;
    when: number;
    mentions: { at: number; length: number; user: Uint8Array }[];
    photos: Photo[];
    long?: Blob;
  };
  blobs: BlobRow[];
}

const LONGEST = 100_000;
const MENTIONS = 50;
/** CBOR of a body that still leaves its entry in 4 KiB, so that it fits a letter. */
const SMALL = 3_100;
/** CBOR of a body that fits an entry at all. */
const LARGE = 7_100;
const BEGINNING = 280;

/**
 * Writes text and photos for an entry: a text that does not fit a small entry goes whole into a blob, its beginning stays.
 * Throws CommandError: `too-large` over 100,000 characters, 50 mentions or what an entry holds; `malformed` for text that
 * is no Unicode, or nothing at all.
 */
export function writeWords(
  { p, now }: Service,
  place: BlobPlace,
  words: Words,
  pictures: { picture: Picture; alt: string }[],
): Written {
  const { text } = words;
  checkWords(words, pictures.length);
  const drops = [hex(place.drop)];
  const blobs: BlobRow[] = [];
  let first = 0;
  const keep = (bytes: Uint8Array, type: string): Blob => {
    const { blob } = sealBlob(p, place, bytes, first);
    first += blob.count;
    blobs.push({ hash: hex(blob.hash), bytes, type, drops });
    return blob;
  };
  const photos = pictures.map(({ picture: { bytes, type, width, height }, alt }) => ({
    ...keep(bytes, type),
    type,
    width,
    height,
    alt,
  }));
  const mentions = (words.mentions ?? []).map(({ at, length, user }) => ({
    at,
    length,
    user: fromHex(user),
  }));
  const body: Written['body'] = { text, when: now(), mentions, photos };
  if (encode(body).length > SMALL && utf8(text).length > BEGINNING * 4) {
    body.long = keep(utf8(text), 'text/plain');
    body.text = [...text.slice(0, BEGINNING * 2)].slice(0, BEGINNING).join('').toWellFormed();
  }
  if (first > 1200 || encode(body).length > LARGE) throw new CommandError('too-large');
  return { body, blobs };
}

/** How many chunks belong to what was written. */
export function chunksOf(body: { photos: Blob[]; long?: Blob | undefined }): number {
  const counts = [...body.photos, ...(body.long === undefined ? [] : [body.long])];
  return counts.reduce((sum, { count }) => sum + count, 0);
}

function checkWords({ text, mentions = [] }: Words, photos: number): void {
  if (!text.isWellFormed()) throw new CommandError('malformed', 'not Unicode');
  if (text.trim() === '' && photos === 0) throw new CommandError('malformed', 'nothing written');
  if (text.length > LONGEST && [...text].length > LONGEST)
    throw new CommandError('too-large', 'over 100,000 characters');
  if (mentions.length > MENTIONS) throw new CommandError('too-large', 'over 50 mentions');
  for (const { at, length, user } of mentions)
    if (at < 0 || length < 1 || at + length > text.length || !/^[0-9a-f]{64}$/.test(user))
      throw new CommandError('malformed', 'a mention of nothing');
}
