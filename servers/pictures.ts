import sharp, { type Metadata, type Sharp } from 'sharp';

/** What a picture may be, and what comes out. */
export interface PictureLimits {
  /** Bytes of the file. */
  readonly input: number;
  /** Width times height of what is decoded. */
  readonly pixels: number;
  /** Longest side of what comes out, in pixels. */
  readonly side: number;
  /** Bytes of what comes out. */
  readonly output: number;
}

/** For ads (wire 10). */
export const AD_PICTURE: PictureLimits = { input: 8 << 20, pixels: 40_000_000, side: 800, output: 12_288 };

/** A re-encoded picture: WebP without metadata. */
export interface Picture {
  readonly type: 'image/webp';
  readonly width: number;
  readonly height: number;
  readonly bytes: Uint8Array;
}

/** A picture that is not taken; the message says why. */
export class PictureError extends Error {
  override name = 'PictureError';
}

const FORMATS: readonly string[] = ['png', 'jpeg', 'webp', 'gif'];
const QUALITIES = [80, 50, 25];
const SMALLEST = 64;

/**
 * Decodes a PNG, JPEG, WebP or GIF (its first frame) and encodes it anew as WebP, turned as its metadata says and
 * without any, in smaller sizes and qualities until it fits. Throws PictureError. What is larger than the limits is
 * refused before it is decoded.
 */
export async function encodePicture(file: Uint8Array, limits: PictureLimits): Promise<Picture> {
  if (file.length > limits.input) throw new PictureError(`is over ${limits.input} bytes`);
  if (!looksLikePicture(file)) throw new PictureError('is not a PNG, JPEG, WebP or GIF');
  const { width, height, format } = await readMetadata(file);
  if (!FORMATS.includes(format)) throw new PictureError('is not a PNG, JPEG, WebP or GIF');
  if (width * height > limits.pixels) throw new PictureError(`has over ${limits.pixels} pixels`);
  for (let side = limits.side; side >= SMALLEST; ) {
    let over = 1;
    for (const quality of QUALITIES) {
      const made = await encode(file, limits, side, quality);
      if (made.bytes.length <= limits.output) return made;
      over = made.bytes.length / limits.output;
    }
    // bytes go with the area, roughly
    side = Math.floor(Math.min(side, Math.max(width, height)) * Math.max(0.3, 0.95 / Math.sqrt(over)));
  }
  throw new PictureError(`does not fit ${limits.output} bytes`);
}

async function readMetadata(file: Uint8Array): Promise<Metadata> {
  try {
    return await sharp(file, { limitInputPixels: false, pages: 1 }).metadata(); // reads the header alone
  } catch (error) {
    throw new PictureError('cannot be read as a picture', { cause: error });
  }
}

async function encode(
  file: Uint8Array,
  limits: PictureLimits,
  side: number,
  quality: number,
): Promise<Picture> {
  try {
    const { data, info } = await open(file, limits)
      .rotate() // as its metadata says; they are left out of what is written
      .resize({ width: side, height: side, fit: 'inside', withoutEnlargement: true })
      .webp({ quality, effort: 3 })
      .timeout({ seconds: 20 })
      .toBuffer({ resolveWithObject: true });
    return { type: 'image/webp', width: info.width, height: info.height, bytes: Uint8Array.from(data) };
  } catch (error) {
    throw new PictureError('cannot be read as a picture', { cause: error });
  }
}

function open(file: Uint8Array, limits: PictureLimits): Sharp {
  return sharp(file, { limitInputPixels: limits.pixels, failOn: 'error', pages: 1, animated: false });
}

// Of all the formats the decoder knows (SVG and PDF among them) only these reach it.
function looksLikePicture(file: Uint8Array): boolean {
  const begins = (text: string, at = 0) => [...text].every((char, i) => file[at + i] === char.charCodeAt(0));
  return (
    begins('\x89PNG\r\n\x1a\n') ||
    begins('\xff\xd8\xff') ||
    begins('GIF87a') ||
    begins('GIF89a') ||
    (begins('RIFF') && begins('WEBP', 8))
  );
}
