import * as v from 'valibot';
import { text, uint, upTo } from '../protocol/shapes.ts';
import { Addresses, End, FriendDevice, Log, MOST_DEVICES, packed, SealedLetter, Slot } from './shapes.ts';

/** The longest envelope a door takes (class 256 KiB in its layers), with room. */
const LONGEST_ENVELOPE = 1024 * 1024;
/** The longest thing a door gives: a bundle. */
export const LONGEST_BROUGHT = 24 * 1024 * 1024;

const url = text(2000);
const nothing = v.object({});

const request = <const A extends v.GenericSchema, const B extends v.GenericSchema>(ask: A, answer: B) => ({
  ask,
  answer,
});

/** How the helper is, for the status page and `peerwall helper status`. */
export const Status = v.object({
  version: text(40),
  pid: uint(),
  /** Whether Friends can dial it. */
  listening: v.boolean(),
  addresses: Addresses,
  /** Parcels no Friend's helper has taken yet; parcels kept in all; letters the extension has not taken. */
  waiting: uint(),
  kept: uint(),
  letters: uint(),
  /** Devices of Friends it knows, and how many of their helpers it is connected to now. */
  friends: uint(),
  online: uint(),
  /** Bytes of memory (RSS). */
  memory: uint(),
});
export type Status = v.InferOutput<typeof Status>;

/** What the extension may ask of the helper; what each is for stands in this folder's README. */
export const REQUESTS = {
  hello: request(
    v.object({ version: text(40), slot: Slot }),
    v.object({ version: text(40), addresses: Addresses }),
  ),
  post: request(
    v.object({ url, body: packed(LONGEST_ENVELOPE) }),
    v.object({ body: packed(LONGEST_BROUGHT) }),
  ),
  get: request(v.object({ url }), v.object({ body: packed(LONGEST_BROUGHT) })),
  deliver: request(
    v.object({ to: Addresses, log: Log, number: uint(), letter: SealedLetter, patience: uint(60_000) }),
    v.object({ custody: v.boolean() }),
  ),
  forget: request(v.object({ log: Log, upTo: uint() }), nothing),
  friends: request(v.object({ list: upTo(MOST_DEVICES, FriendDevice) }), nothing),
  taken: request(v.object({ ids: upTo(1000, uint()) }), nothing),
  status: request(nothing, Status),
} as const;

export type RequestName = keyof typeof REQUESTS;
/** Arguments as they are written. */
export type Ask<N extends RequestName> = v.InferInput<(typeof REQUESTS)[N]['ask']>;
/** Arguments as they are read: bytes are bytes. */
export type Asked<N extends RequestName> = v.InferOutput<(typeof REQUESTS)[N]['ask']>;
/** Answers as they are written. */
export type Answer<N extends RequestName> = v.InferInput<(typeof REQUESTS)[N]['answer']>;
/** Answers as they are read. */
export type Answered<N extends RequestName> = v.InferOutput<(typeof REQUESTS)[N]['answer']>;

/** What the helper says unasked. */
export const PUSHES = {
  letter: v.object({ id: uint(), letter: SealedLetter }),
  custody: End,
  addresses: v.object({ list: Addresses }),
} as const;

export type PushName = keyof typeof PUSHES;
/** A push as it is written. */
export type Push<N extends PushName> = v.InferInput<(typeof PUSHES)[N]>;
/** A push as it is read. */
export type Pushed<N extends PushName> = v.InferOutput<(typeof PUSHES)[N]>;

/** Why the helper does not do what it was asked. Closed: nothing else is ever said. */
export const CODES = [
  'malformed', // not of a form it knows; nothing was done
  'unknown', // no such request
  'too-large', // over a size of the protocol
  'hello-first', // a client says who it is before anything else
  'busy', // too much of this client is under way
  'full', // no room: for this Friend, for this client, or on the disk
  'no-address', // none of the addresses is one it can dial
  'unreachable', // the door gave no answer
  'refused', // the door, or the helper for its URL, does not take it
  'timeout', // the door took too long
  'failed', // the helper's own fault; its log says where
] as const;
export type Code = (typeof CODES)[number];

/** Extension to helper. */
export const RequestFrame = v.object({ id: uint(), ask: text(40), with: v.unknown() });

/** Helper to extension. */
export const ReplyFrame = v.union([
  v.object({ id: uint(), ok: v.unknown() }),
  v.object({ id: uint(), error: v.picklist(CODES) }),
  v.object({ push: v.picklist(['letter', 'custody', 'addresses']), with: v.unknown() }),
]);
export type ReplyFrame = v.InferOutput<typeof ReplyFrame>;

/** The helper does not do what it was asked. */
export class HelperError extends Error {
  override name = 'HelperError';
  readonly code: Code;
  constructor(code: Code, options?: ErrorOptions) {
    super(`helper: ${code}`, options);
    this.code = code;
  }
}
