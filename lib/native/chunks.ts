import * as v from 'valibot';
import { MalformedError } from '../protocol/errors.ts';
import { text, uint } from '../protocol/shapes.ts';

/** The longest frame either side writes, in bytes of its JSON: a browser drops the port for one byte more. */
export const LONGEST_FRAME = 1024 * 1024;
/** The longest message, in characters of its JSON (ASCII). */
export const LONGEST_MESSAGE = 34 * 1024 * 1024;
// JSON inside JSON: each character of ASCII JSON becomes two at most
const PIECE = 500_000;
const OPEN_AT_ONCE = 8;

const Chunk = v.object({
  chunk: v.object({ id: uint(), at: uint(10_000), of: uint(10_000), text: text(PIECE) }),
});

/** The JSON of a message in ASCII, so that characters are bytes and no piece splits one. */
export function asciiJson(message: unknown): string {
  return JSON.stringify(message).replace(
    /[\u0080-\uffff]/g,
    (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );
}

/**
 * A message as the frames to send, in order: itself where it is short, else chunks. `id` tells the chunks of one message
 * from those of others. Throws RangeError over LONGEST_MESSAGE.
 */
export function split(message: unknown, id: number): unknown[] {
  const json = asciiJson(message);
  if (json.length <= PIECE) return [message];
  if (json.length > LONGEST_MESSAGE) throw new RangeError('message too long');
  const of = Math.ceil(json.length / PIECE);
  return Array.from({ length: of }, (_, at) => ({
    chunk: { id, at, of, text: json.slice(at * PIECE, (at + 1) * PIECE) },
  }));
}

/**
 * Puts messages together again. The function takes each frame as it comes and gives the message it completes, or
 * undefined. Throws MalformedError for chunks out of order, too many open messages, or more held than one message may
 * have; all that was held is forgotten then.
 */
export function joiner(): (frame: unknown) => unknown {
  const open = new Map<number, string[]>();
  let held = 0;
  const refuse = (why: string): never => {
    open.clear();
    held = 0;
    throw new MalformedError(why);
  };
  return (frame) => {
    if (typeof frame !== 'object' || frame === null || !('chunk' in frame)) return frame;
    const read = v.safeParse(Chunk, frame);
    if (!read.success) return refuse('no chunk');
    const { id, at, of, text } = read.output.chunk;
    const parts = open.get(id) ?? [];
    if (at !== parts.length || at >= of) return refuse('chunk out of order');
    held += text.length;
    if (held > LONGEST_MESSAGE) return refuse('message too long');
    parts.push(text);
    open.set(id, parts);
    if (open.size > OPEN_AT_ONCE) return refuse('too many messages at once');
    if (parts.length < of) return undefined;
    open.delete(id);
    const json = parts.join('');
    held -= json.length;
    try {
      return JSON.parse(json);
    } catch {
      return refuse('no JSON');
    }
  };
}
