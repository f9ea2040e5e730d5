import { concat, u32, u64, utf8 } from '../bytes.ts';

/** A part of a frame: bytes, a number (u64) or text (UTF-8). */
export type Part = Uint8Array | number | string;

/**
 * F(label, parts…): the unambiguous byte string everything hashed, derived or signed is made of (wire 1).
 * No two different lists of label and parts give the same bytes.
 */
export function frame(label: string, ...parts: Part[]): Uint8Array {
  const name = utf8(`peerwall/1 ${label}`);
  const pieces: Uint8Array[] = [Uint8Array.of(name.length), name];
  for (const part of parts) {
    const bytes = typeof part === 'number' ? u64(part) : typeof part === 'string' ? utf8(part) : part;
    pieces.push(u32(bytes.length), bytes);
  }
  return concat(...pieces);
}
