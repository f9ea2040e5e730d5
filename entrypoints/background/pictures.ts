import type { NewPhoto } from '../../lib/actions/items/photos.ts';
import type { Picture, Pictures } from '../../lib/actions/service.ts';
import { fromBase64url } from '../../lib/bytes.ts';
import type { Args } from '../../lib/messages/request.ts';
import type { post } from '../../lib/messages/requests/items.ts';

type Brought = Args<typeof post>['photos'][number];

/** How files of each type begin. */
const MAGIC: Record<Picture['type'], (bytes: Uint8Array) => boolean> = {
  'image/jpeg': (bytes) => isAt(bytes, 0, [0xff, 0xd8, 0xff]),
  'image/png': (bytes) => isAt(bytes, 0, [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]),
  'image/webp': (bytes) =>
    isAt(bytes, 0, [0x52, 0x49, 0x46, 0x46]) && isAt(bytes, 8, [0x57, 0x45, 0x42, 0x50]),
};

/** More than this no re-encoded photo has; a frame that says otherwise did not re-encode. */
const MOST_PIXELS = 50_000_000;

/**
 * Pictures that a sandboxed frame decoded and encoded anew: the background decodes nothing. `take` turns what a request
 * brought into photos for actions, `reencode` gives the sizes that belong to a photo's bytes.
 */
export class BroughtPictures implements Pictures {
  readonly #sizes = new WeakMap<Uint8Array, Picture[]>();

  take(photos: readonly Brought[]): NewPhoto[] {
    return photos.map(({ sizes, alt }) => {
      const pictures = sizes.map(({ bytes, ...about }) => ({ ...about, bytes: unpack(bytes) }));
      const bytes = pictures[0]?.bytes ?? new Uint8Array();
      this.#sizes.set(bytes, pictures);
      return { bytes, alt };
    });
  }

  async reencode(bytes: Uint8Array): Promise<Picture[]> {
    const sizes = this.#sizes.get(bytes);
    if (sizes === undefined) throw new TypeError('not brought by a decoder');
    for (const { type, width, height, bytes: file } of sizes) {
      if (!MAGIC[type](file)) throw new TypeError('not of the type it says');
      if (width * height > MOST_PIXELS) throw new RangeError('too many pixels');
    }
    return sizes;
  }
}

/** Text that is no base64url is no photo: its empty bytes are refused with it. */
function unpack(text: string): Uint8Array {
  try {
    return fromBase64url(text);
  } catch {
    return new Uint8Array();
  }
}

function isAt(bytes: Uint8Array, at: number, start: readonly number[]): boolean {
  return start.every((byte, i) => bytes[at + i] === byte);
}
