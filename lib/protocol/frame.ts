import { concat, u64, utf8 } from '../bytes.ts';

/** A part of a frame: bytes, a number (u64) or text (UTF-8). */
export type Part = Uint8Array | number | string;

/** `u8(len(L)) | L` of labels used so far; there are a few dozen in all. */
const prefixes = new Map<string, Uint8Array>();

/**
 * F(label, parts…): the unambiguous byte string everything hashed, derived or signed is made of (wire 1).
 * No two different lists of label and parts give the same bytes.
 */
export function frame(label: string, ...parts: Part[]): Uint8Array {
  const prefix = prefixes.get(label) ?? prefixOf(label);
  const bytes = parts.map(bytesOf);
  const out = new Uint8Array(bytes.reduce((sum, part) => sum + 4 + part.length, prefix.length));
  const view = new DataView(out.buffer);
  out.set(prefix);
  let at = prefix.length;
  for (const part of bytes) {
    view.setUint32(at, part.length);
    out.set(part, at + 4);
    at += 4 + part.length;
  }
  return out;
}

function bytesOf(part: Part): Uint8Array {
  if (typeof part === 'number') return u64(part);
  return typeof part === 'string' ? utf8(part) : part;
}

function prefixOf(label: string): Uint8Array {
  const name = utf8(`peerwall/1 ${label}`);
  const prefix = concat(Uint8Array.of(name.length), name);
  prefixes.set(label, prefix);
  return prefix;
}
