import * as v from 'valibot';
import { bytes, bytesUpTo, key, signature, text, uint, upTo } from './shapes.ts';

/** Shapes of wire 4: what content servers store and hand out. */

export const KINDS = ['thread', 'group', 'page', 'album', 'photo', 'file', 'mailbox', 'vault'] as const;

/** The number of an author's card: 16 zeros. */
export const CARD_NUMBER = new Uint8Array(16);
/** The number of a reactions entry: 16 times 0x01. */
export const REACTIONS_NUMBER = new Uint8Array(16).fill(1);

/** The sizes a sealed entry may have. */
export const SEALED_SIZES = [512, 1024, 2048, 4096, 8192] as const;

export const LIMITS = {
  sealed: 8192,
  reaction: 1024,
  record: 8192,
  chunk: 245_760,
  head: 32_768,
  page: 57_344,
  shown: 20,
  quota: 64 * 1024 * 1024,
  strangersLetters: 200,
  freeAfterPaid: 64,
} as const;

export const OwnersRecord = v.strictObject({
  kind: v.picklist(KINDS),
  number: uint(),
  previous: v.nullable(key),
  owners: v.pipe(v.array(key), v.minLength(1), v.maxLength(16)),
  gen: uint(),
  salt: bytes(16),
  quota: uint(),
  append: v.picklist(['readers', 'owners', 'friends', 'strangers']),
  comments: v.boolean(),
  keywords: v.optional(upTo(8, text(40))),
  old: v.optional(bytesUpTo(96)),
  origin: v.optional(v.strictObject({ id: key })),
  moved: v.optional(key),
  user: v.optional(key),
  work: v.optional(uint(32)),
});
export type OwnersRecord = v.InferOutput<typeof OwnersRecord>;

export const SignedRecord = v.strictObject({ record: bytesUpTo(8192), by: key, sig: signature });
export type SignedRecord = v.InferOutput<typeof SignedRecord>;

const entryMembers = {
  key: key,
  number: bytes(16),
  rev: uint(),
  gen: uint(),
  lane: uint(1),
  chunks: uint(1200),
  sealed: bytesUpTo(8192),
  sig: signature,
};
export const Entry = v.strictObject(entryMembers);
export type Entry = v.InferOutput<typeof Entry>;

export const Gone = v.strictObject({ by: v.picklist(['author', 'owner']), key: key, sig: signature });
export type Gone = v.InferOutput<typeof Gone>;

export const StoredEntry = v.strictObject({
  ...entryMembers,
  at: uint(),
  mod: uint(),
  gone: v.optional(Gone),
});
export type StoredEntry = v.InferOutput<typeof StoredEntry>;

export const Standing = v.strictObject({ rev: uint(), root: key, sig: signature });
export type Standing = v.InferOutput<typeof Standing>;

/** What pays for a deed (wire 7). */
export const Credential = v.strictObject({ epoch: uint(), nonce: key, mac: key, salt: bytes(16) });
export type Credential = v.InferOutput<typeof Credential>;

/** Deed kinds and their byte in a `deeds` member. */
export const DEEDS = { append: 1, edit: 2, remove: 3, record: 4, keys: 5, take: 6 } as const;
export type DeedKind = keyof typeof DEEDS;

/** The newest mark of an item somebody saw. */
export const Known = v.strictObject({ rev: uint(), root: key });

/** One entry opened for a report (wire 4). */
export const Opening = v.strictObject({
  head: bytesUpTo(1024),
  device: key,
  sig: signature,
  salt: key,
  body: bytesUpTo(8192),
});
export type Opening = v.InferOutput<typeof Opening>;
