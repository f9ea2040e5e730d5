import { base64url, fromBase64url } from '../bytes.ts';

const OPTIONS = { alphabet: 'base64url', omitPadding: true } as const;

interface Native {
  toBase64?(options: typeof OPTIONS): string;
}
interface NativeFrom {
  fromBase64?(text: string, options: typeof OPTIONS): Uint8Array;
}
interface NodeBuffer {
  from(buffer: ArrayBufferLike, at: number, length: number): { toString(encoding: 'base64url'): string };
  from(text: string, encoding: 'base64url'): Uint8Array;
}

/**
 * base64url of bytes, by the engine's own code where there is some: a bundle has megabytes, and in a helper that runs without
 * optimising compilers a loop over them would take seconds.
 */
export function packBytes(bytes: Uint8Array): string {
  const native = (bytes as Native).toBase64?.(OPTIONS);
  if (native !== undefined) return native;
  const buffer = nodeBuffer();
  return buffer === undefined
    ? base64url(bytes)
    : buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('base64url');
}

/** Bytes of base64url; throws RangeError where the text is not the one form of them. */
export function unpackBytes(text: string): Uint8Array {
  if (!/^[A-Za-z0-9_-]*$/.test(text)) throw new RangeError('not base64url');
  const bytes = nativeBytes(text);
  if (bytes === undefined) return fromBase64url(text);
  if (packBytes(bytes) !== text) throw new RangeError('not canonical base64url');
  return bytes;
}

function nativeBytes(text: string): Uint8Array | undefined {
  const { fromBase64 } = Uint8Array as NativeFrom;
  if (fromBase64 !== undefined && text.length % 4 !== 1) return fromBase64.call(Uint8Array, text, OPTIONS);
  const buffer = nodeBuffer()?.from(text, 'base64url');
  return buffer && new Uint8Array(buffer);
}

/** Node's Buffer; browsers have none, and newer ones `toBase64`. */
function nodeBuffer(): NodeBuffer | undefined {
  return (globalThis as { Buffer?: NodeBuffer }).Buffer;
}
