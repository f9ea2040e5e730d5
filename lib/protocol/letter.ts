import * as v from 'valibot';
import { check, decodeAs, encodeAs } from './command.ts';
import { LetterKey, LogRoot, MailboxAddress, SignedCard } from './identity.ts';
import type { Unknown } from './inside.ts';
import { Standing, StoredEntry } from './item.ts';
import { bytes, bytesUpTo, key, signature, text, uint, upTo } from './shapes.ts';

/** Shapes of wire 8: what devices of Friends tell each other. */

/** Sizes of a sealed letter, by its class; both are sizes an entry of a mailbox may have. */
export const LETTER_SIZES = [2048, 8192] as const;
/** version, suite, class, key id 8, encapsulation 1120. */
export const LETTER_HEADER = 1131;

/** Who a Friend is and where letters reach them. `append`: seed of the append key made for this one Friend. */
export const Contact = v.strictObject({
  number: uint(),
  card: SignedCard,
  mailbox: v.strictObject({ ...MailboxAddress.entries, append: key, gen: uint() }),
  addresses: upTo(16, text(200)),
});
export type Contact = v.InferOutput<typeof Contact>;

const event = <const I extends string, const E extends v.ObjectEntries>(is: I, members: E) =>
  v.strictObject({ is: v.literal(is), ...members });

export const LetterEvent = v.variant('is', [
  event('request', { card: SignedCard, text: v.optional(text(300)) }),
  event('accept', { card: SignedCard, contact: Contact }),
  event('contact', { contact: Contact }),
  event('key', { key: LetterKey }),
  event('address', { number: uint(), addresses: upTo(16, text(200)) }),
  event('item', {
    server: key,
    id: key,
    itemKey: key,
    gen: uint(),
    kind: text(40),
    what: text(40),
    when: uint(),
    entry: v.optional(StoredEntry),
    standing: v.optional(Standing),
  }),
  event('told', { id: key, entry: StoredEntry, standing: Standing }),
  event('news', { id: key, entries: upTo(20, key), mentions: v.boolean(), standing: Standing }),
  event('rekey', { id: key, itemKey: key, gen: uint(), standing: Standing }),
  event('gone', { id: key, key: key, sig: signature }),
  event('text', { text: text(4000), when: uint() }),
  event('receipt', {}),
]);
export type LetterEvent = v.InferOutput<typeof LetterEvent>;

const members = {
  from: key,
  device: key,
  to: key,
  log: bytes(16),
  number: uint(),
  previous: key,
  root: LogRoot,
  end: v.optional(v.strictObject({ log: bytes(16), number: uint(), hash: key })),
};
const named = v.looseObject({ is: text(40) });
const events = <T extends v.GenericSchema>(one: T) => v.pipe(v.array(one), v.minLength(1), v.maxLength(64));

/** A letter as it is written. */
export const Letter = v.strictObject({ ...members, events: events(LetterEvent) });
export type Letter = v.InferOutput<typeof Letter>;
/** A letter as it is read: events of kinds this version does not know are there to be passed over. */
export type ReadLetter = Omit<Letter, 'events'> & { events: (LetterEvent | Unknown)[] };

const LetterForm = v.strictObject({ ...members, events: events(named) });
const KNOWN: ReadonlySet<string> = new Set(LetterEvent.options.map((one) => one.entries.is.literal));

/** What is sealed: the letter's CBOR and its device's signature. */
export const SignedLetter = v.strictObject({ letter: bytesUpTo(8192), sig: signature });
export type SignedLetter = v.InferOutput<typeof SignedLetter>;

/** CBOR of a letter; throws MalformedError where it is none. */
export function writeLetter(letter: Letter): Uint8Array {
  return encodeAs(Letter, letter);
}

/** Reads the CBOR of a letter; throws MalformedError. */
export function readLetter(letter: Uint8Array): ReadLetter {
  const form = decodeAs(LetterForm, letter);
  return { ...form, events: form.events.map(readEvent) };
}

function readEvent(one: { is: string }): LetterEvent | Unknown {
  return KNOWN.has(one.is) ? check(LetterEvent, one) : { is: one.is, unknown: true };
}
