import * as v from 'valibot';
import { decode } from './codec.ts';
import { check } from './command.ts';
import { DeviceCertificate, LogProof } from './identity.ts';
import { key, text, uint, upTo } from './shapes.ts';

/** Shapes of wire 4, "What is inside": what only readers of an item see. The map itself is item.ts's Opening. */

/** What an author signs: where the entry belongs, what its author had seen, and a commitment to the body. */
export const AuthorHead = v.strictObject({
  drop: key,
  entry: key,
  rev: uint(),
  seen: upTo(8, key),
  root: key,
  atRev: uint(),
  text: key,
});
export type AuthorHead = v.InferOutput<typeof AuthorHead>;

/** Large bytes in chunks of an entry: their key, size in bytes, first chunk, number of chunks, SHA-256. */
const blobMembers = { key: key, size: uint(), first: uint(1199), count: uint(1200), hash: key };
export const Blob = v.strictObject(blobMembers);
export type Blob = v.InferOutput<typeof Blob>;

export const Photo = v.strictObject({
  ...blobMembers,
  type: v.picklist(['image/webp', 'image/jpeg', 'image/png']),
  width: uint(65_535),
  height: uint(65_535),
  alt: text(1000),
});
export type Photo = v.InferOutput<typeof Photo>;

/** A user named in a text: UTF-16 units from `at`, `length` of them. */
export const Mention = v.strictObject({ at: uint(), length: uint(), user: key });
export type Mention = v.InferOutput<typeof Mention>;

const words = v.pipe(
  v.string(),
  v.check((value) => value.length <= 100_000 || [...value].length <= 100_000, 'over 100,000 code points'),
);
const written = {
  text: words,
  when: uint(),
  mentions: v.array(Mention),
  photos: upTo(40, Photo),
  long: v.optional(Blob),
};

/** The author's card of an entry key: who it is, provable without asking anybody. */
export const AuthorCard = v.strictObject({
  is: v.literal('card'),
  name: text(64),
  account: key,
  device: DeviceCertificate,
  proof: v.optional(LogProof),
});
export type AuthorCard = v.InferOutput<typeof AuthorCard>;

export const Post = v.strictObject({
  is: v.literal('post'),
  ...written,
  keywords: upTo(8, text(40)),
  audience: v.picklist(['friends', 'chosen', 'me']),
});
export type Post = v.InferOutput<typeof Post>;

export const Comment = v.strictObject({ is: v.literal('comment'), ...written, re: v.nullable(key) });
export type Comment = v.InferOutput<typeof Comment>;

export const REACTIONS = ['like', 'love', 'care', 'haha', 'wow', 'sad', 'angry'] as const;
/** All reactions of one person in an item, one per entry. */
export const Reactions = v.strictObject({
  is: v.literal('reactions'),
  to: upTo(8, v.strictTuple([key, v.picklist(REACTIONS)])),
  when: uint(),
});
export type Reactions = v.InferOutput<typeof Reactions>;

/** A page of a vault: a numbered part of the sealed database. */
export const VaultPage = v.strictObject({ is: v.literal('page'), number: uint(), parts: Blob });
export type VaultPage = v.InferOutput<typeof VaultPage>;

export const EntryBody = v.variant('is', [AuthorCard, Post, Comment, Reactions, VaultPage]);
export type EntryBody = v.InferOutput<typeof EntryBody>;

/** A map of a kind this version does not know: to be passed over, never to be refused. */
export interface Unknown {
  is: string;
  unknown: true;
}

const KNOWN: ReadonlySet<string> = new Set(EntryBody.options.map((one) => one.entries.is.literal));
const Named = v.looseObject({ is: text(40) });

/** Reads the body of an entry. Kinds of later versions come as Unknown; throws MalformedError for anything else. */
export function readBody(body: Uint8Array): EntryBody | Unknown {
  const value = decode(body);
  const { is } = check(Named, value);
  return KNOWN.has(is) ? check(EntryBody, value) : { is, unknown: true };
}

/** Whether a body or event is of a kind this version knows. */
export function isKnown<T extends { is: string }>(one: T | Unknown): one is T {
  return !('unknown' in one);
}
