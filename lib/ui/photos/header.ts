import { readU32 } from '../../bytes.ts';

/** What the first bytes of a picture say of it; nothing is decoded. */
export interface Header {
  type: 'image/jpeg' | 'image/png' | 'image/webp' | 'image/gif';
  width: number;
  height: number;
}

/** Reads type and size of a JPEG, PNG, WebP or GIF; null for what is none of them, or ends too early. */
export function readHeader(bytes: Uint8Array): Header | null {
  try {
    return png(bytes) ?? gif(bytes) ?? webp(bytes) ?? jpeg(bytes);
  } catch (cause) {
    if (cause instanceof RangeError) return null;
    throw cause;
  }
}

function png(bytes: Uint8Array): Header | null {
  if (!begins(bytes, 0, '\x89PNG\r\n\x1a\n') || !begins(bytes, 12, 'IHDR')) return null;
  return { type: 'image/png', width: readU32(bytes, 16), height: readU32(bytes, 20) };
}

function gif(bytes: Uint8Array): Header | null {
  if (!begins(bytes, 0, 'GIF87a') && !begins(bytes, 0, 'GIF89a')) return null;
  const view = viewOf(bytes);
  return { type: 'image/gif', width: view.getUint16(6, true), height: view.getUint16(8, true) };
}

/** The three kinds of WebP: extended, lossless, lossy (RFC 9649 section 2). */
function webp(bytes: Uint8Array): Header | null {
  if (!begins(bytes, 0, 'RIFF') || !begins(bytes, 8, 'WEBP')) return null;
  const view = viewOf(bytes);
  const type = 'image/webp';
  if (begins(bytes, 12, 'VP8X')) return { type, width: 1 + u24(view, 24), height: 1 + u24(view, 27) };
  if (begins(bytes, 12, 'VP8L')) {
    const bits = view.getUint32(21, true);
    return { type, width: 1 + (bits & 0x3fff), height: 1 + ((bits >>> 14) & 0x3fff) };
  }
  if (!begins(bytes, 12, 'VP8 ')) return null;
  return { type, width: view.getUint16(26, true) & 0x3fff, height: view.getUint16(28, true) & 0x3fff };
}

/** Goes from segment to segment to the frame header (ITU-T T.81, B.2.2). */
function jpeg(bytes: Uint8Array): Header | null {
  const view = viewOf(bytes);
  if (view.getUint16(0) !== 0xffd8) return null;
  let at = 2;
  while (at + 9 <= bytes.length) {
    if (view.getUint8(at) !== 0xff) return null;
    const marker = view.getUint8(at + 1);
    if (marker === 0xff) {
      at += 1;
      continue;
    }
    if (isFrame(marker))
      return { type: 'image/jpeg', width: view.getUint16(at + 7), height: view.getUint16(at + 5) };
    at += 2 + view.getUint16(at + 2);
  }
  return null;
}

/** SOF0 to SOF15, without the tables DHT, JPG and DAC between them. */
function isFrame(marker: number): boolean {
  return marker >= 0xc0 && marker <= 0xcf && ![0xc4, 0xc8, 0xcc].includes(marker);
}

function begins(bytes: Uint8Array, at: number, word: string): boolean {
  return [...word].every((letter, i) => bytes[at + i] === letter.charCodeAt(0));
}

function u24(view: DataView, at: number): number {
  return view.getUint16(at, true) + view.getUint8(at + 2) * 65_536;
}

function viewOf(bytes: Uint8Array): DataView {
  return new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
}
