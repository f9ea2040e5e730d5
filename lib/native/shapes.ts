import * as v from 'valibot';
import { LETTER_SIZES } from '../protocol/letter.ts';
import { text, uint, upTo } from '../protocol/shapes.ts';
import { unpackBytes } from './base64.ts';

/**
 * Bytes inside JSON: base64url without padding, up to `most` bytes. What goes out is text, what is read is bytes; other
 * text is an issue of the check, never an exception.
 */
export const packed = (most: number) =>
  v.pipe(
    v.string(),
    v.maxLength(Math.ceil((most * 4) / 3)),
    v.rawTransform(({ dataset, addIssue, NEVER }) => {
      try {
        return unpackBytes(dataset.value);
      } catch {
        addIssue({ message: 'not base64url' });
        return NEVER;
      }
    }),
  );

const hex16 = v.pipe(v.string(), v.regex(/^[0-9a-f]{32}$/));

/** The name a device has at the helper: 16 random bytes, hex. Two browsers of one user have two. */
export const Slot = hex16;
/** Id of a log: 16 bytes, hex. */
export const Log = hex16;

/** A sealed letter, in one of the two sizes a letter has. */
export const SealedLetter = v.pipe(
  packed(Math.max(...LETTER_SIZES)),
  v.check((letter) => isLetterSize(letter.length), 'no size of a letter'),
);

/** Where a device is reached: `<slot>@<multiaddr with /p2p/ at its end>`; it stands so in contacts (wire 8). */
export const Addresses = upTo(16, text(200));

/** How far a log was read. */
export const End = v.object({ log: Log, number: uint() });

/** Devices of Friends a helper is told of. */
export const MOST_DEVICES = 5000;

/** A device of a Friend: where it is, and how far each of the logs it writes to us was read. */
export const FriendDevice = v.object({ addresses: Addresses, ends: upTo(64, End) });
export type FriendDevice = v.InferOutput<typeof FriendDevice>;

/** Whether so many bytes can be a sealed letter. */
export function isLetterSize(length: number): boolean {
  return LETTER_SIZES.some((size) => size === length);
}
