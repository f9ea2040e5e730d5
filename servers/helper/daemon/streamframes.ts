import type { Stream } from '@libp2p/interface';
import { concat, readU32, u32 } from '../../../lib/bytes.ts';
import { MalformedError } from '../../../lib/protocol/errors.ts';

/** Sends one frame: four bytes of length (big-endian), then the bytes. */
export async function sendFrame(stream: Stream, bytes: Uint8Array, signal: AbortSignal): Promise<void> {
  if (!stream.send(concat(u32(bytes.length), bytes))) await stream.onDrain({ signal });
}

/** Reads one frame; MalformedError where it is longer than `longest`, or the stream ends in it. */
export async function readFrame(stream: Stream, longest: number, signal: AbortSignal): Promise<Uint8Array> {
  let held: Uint8Array = new Uint8Array(0);
  const stop = (): void => stream.abort(new Error('too slow'));
  signal.addEventListener('abort', stop, { once: true });
  try {
    for await (const piece of stream) {
      held = concat(held, piece.subarray());
      if (held.length < 4) continue;
      const length = readU32(held);
      if (length > longest) break;
      if (held.length >= length + 4) return held.slice(4, length + 4);
    }
  } finally {
    signal.removeEventListener('abort', stop);
  }
  throw new MalformedError('no frame');
}
