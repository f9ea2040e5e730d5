import { endianness } from 'node:os';
import type { Readable } from 'node:stream';
import { LONGEST_FRAME } from '../../lib/native/chunks.ts';

/** What came is no frame of the protocol: too long, or no JSON. */
export class FrameError extends Error {
  override name = 'FrameError';
}

const little = endianness() === 'LE';

/** A message as native messaging frames it: four bytes of length in the machine's order, then JSON. RangeError over 1 MiB. */
export function frameOf(message: unknown): Buffer {
  const json = Buffer.from(JSON.stringify(message));
  if (json.length > LONGEST_FRAME) throw new RangeError('frame too long');
  const length = Buffer.alloc(4);
  if (little) length.writeUInt32LE(json.length);
  else length.writeUInt32BE(json.length);
  return Buffer.concat([length, json]);
}

/** The frames of a stream, each parsed. Throws FrameError at the first that is too long or no JSON; ends with the stream. */
export async function* framesOf(stream: Readable, longest = LONGEST_FRAME): AsyncGenerator<unknown> {
  let parts: Buffer[] = [];
  let held = 0;
  let need = 4;
  let inBody = false;
  for await (const piece of stream) {
    parts.push(piece);
    held += piece.length;
    while (held >= need) {
      const all: Buffer = parts.length === 1 && parts[0] !== undefined ? parts[0] : Buffer.concat(parts);
      const part = all.subarray(0, need);
      const rest = all.subarray(need);
      parts = [rest];
      held = rest.length;
      if (inBody) yield parse(part);
      need = inBody ? 4 : lengthOf(part, longest);
      inBody = !inBody;
    }
  }
}

function lengthOf(bytes: Buffer, longest: number): number {
  const length = little ? bytes.readUInt32LE() : bytes.readUInt32BE();
  if (length > longest) throw new FrameError('frame too long');
  return length;
}

function parse(bytes: Buffer): unknown {
  try {
    return JSON.parse(bytes.toString('utf8'));
  } catch (cause) {
    throw new FrameError('no JSON', { cause });
  }
}
