// Section 4: an entry inside and outside.
import { type AuthorsCard, type Body, type Head, heads, isAuthorsCard, readBody } from './bodies.ts';
import { type Bytes, concat, equal, must, pad, unpad } from './bytes.ts';
import { encode } from './cbor.ts';
import { publicKey } from './ed25519.ts';
import { derive, deriveLong, frame, H, sign, tagged, verify } from './frame.ts';
import { checkCertificate } from './identity.ts';
import { AUTHORS_CARD, entryId, proves, RIGHTS } from './items.ts';
import { xopen, xseal } from './seal.ts';
import { type Entry, type Opening, type Outside, openings, type StoredEntry } from './shapes.ts';

const SIZES = [512, 1_024, 2_048, 4_096, 8_192];
const OVERHEAD = 24 + 32 + 16;

/** Where an entry stands: what its head and its additional data name. */
export interface Place {
  drop: Bytes;
  entry: Bytes;
  rev: number;
}

export interface Sealing extends Place {
  itemKey: Bytes;
  gen: number;
}

export interface Seen {
  seen: Bytes[];
  root: Bytes;
  atRev: number;
}

export const entrySecret = ({ itemKey, entry, gen, rev }: Omit<Sealing, 'drop'>): Bytes =>
  derive('entry secret', itemKey, entry, gen, rev);

const keysOf = (at: Sealing, nonce: Bytes): Bytes => deriveLong(64, 'entry seal', entrySecret(at), nonce);
const aadOf = ({ drop, entry, rev, gen }: Sealing): Bytes => frame('entry', drop, entry, rev, gen);

/** The sealed bytes, of the smallest size from `least` on that holds them. Refused where none does. */
export function sealEntry(at: Sealing, inside: Opening, nonce: Bytes, least = 0): Bytes {
  const content = encode(openings.check(inside));
  const size = SIZES.find((one) => one >= least && content.length + 4 + OVERHEAD <= one);
  must(size !== undefined, 'too large for an entry');
  const keys = keysOf(at, nonce);
  const sealed = xseal(keys.slice(0, 32), nonce, aadOf(at), pad(content, size - OVERHEAD));
  return concat(nonce, keys.slice(32), sealed);
}

/** What is inside. Refused for another key commitment, before anything is decrypted, and for anything else wrong. */
export function openEntry(at: Sealing, sealed: Bytes): Opening {
  must(SIZES.includes(sealed.length), 'no size of an entry');
  const nonce = sealed.slice(0, 24);
  const keys = keysOf(at, nonce);
  must(equal(keys.slice(32), sealed.slice(24, 56)), 'another key');
  return openings.read(unpad(xopen(keys.slice(0, 32), nonce, aadOf(at), sealed.slice(56))));
}

/** The author's word about a body at its place. */
export function signInside(deviceSeed: Bytes, place: Place, seen: Seen, body: object, salt: Bytes): Opening {
  const text = encode(body);
  const { drop, entry, rev } = place;
  const head = encode(heads.check({ drop, entry, rev, ...seen, text: tagged('text', salt, text) }));
  const sig = sign(deviceSeed, 'author', head);
  return { head, device: publicKey(deviceSeed), sig, salt, body: text };
}

/** What an opening says at this place. Refused. */
export function checkInside(opening: Opening, place: Place): { head: Head; device: Bytes; body: Body } {
  const head = heads.read(opening.head);
  must(
    equal(head.drop, place.drop) && equal(head.entry, place.entry) && head.rev === place.rev,
    'another place',
  );
  return checkWords(opening, head);
}

function checkWords(opening: Opening, head: Head): { head: Head; device: Bytes; body: Body } {
  must(verify(opening.device, opening.sig, 'author', opening.head), 'signature');
  must(equal(head.text, tagged('text', opening.salt, opening.body)), 'other words');
  return { head, device: opening.device, body: readBody(opening.body) };
}

const outsideParts = (id: Bytes, { rev, gen, lane, chunks, sealed }: Outside) =>
  [id, rev, gen, lane, chunks, H(sealed)] as const;

/** The entry as it is sent, signed by the entry key. */
export function signEntry(seed: Bytes, drop: Bytes, outside: Outside): Entry {
  const key = publicKey(seed);
  const id = entryId(key, outside.number);
  return { ...outside, key, sig: sign(seed, 'entry sealed', drop, ...outsideParts(id, outside)) };
}

export function checkEntry(drop: Bytes, entry: Entry): boolean {
  const id = entryId(entry.key, entry.number);
  return verify(entry.key, entry.sig, 'entry sealed', drop, ...outsideParts(id, entry));
}

/** An entry as a server shows it, or its tombstone: by its author or by one of the item's owners. */
export function checkStored(drop: Bytes, stored: StoredEntry, owners: Bytes[]): boolean {
  const { gone } = stored;
  if (stored.mod < stored.at) return false;
  if (gone === undefined) return checkEntry(drop, stored);
  const empty = stored.sealed.length === 0 && stored.chunks === 0 && stored.sig.every((byte) => byte === 0);
  const may =
    gone.by === 'author' ? equal(gone.key, stored.key) : owners.some((owner) => equal(owner, gone.key));
  const entry = entryId(stored.key, stored.number);
  return empty && may && proves(gone, 'remove', drop, RIGHTS.remove({ entry }));
}

/** All of an entry that is there: outer signature, seal, author. Refused. */
export function readEntry(drop: Bytes, itemKey: Bytes, entry: Entry) {
  must(checkEntry(drop, entry), 'outer signature');
  const id = entryId(entry.key, entry.number);
  const place = { drop, entry: id, rev: entry.rev };
  return { id, ...checkInside(openEntry({ ...place, itemKey, gen: entry.gen }, entry.sealed), place) };
}

/** The author a card names: its account certified the device that signed. Refused. */
export function checkAuthorsCard(read: { body: Body; device: Bytes }): AuthorsCard & { user: Bytes } {
  const { body } = read;
  must(isAuthorsCard(body) && checkCertificate(body.account, body.device), 'no card');
  must(equal(body.device.device, read.device), 'another device');
  return { ...body, user: body.device.user };
}

export interface Report {
  key: Bytes;
  number: Bytes;
  card: Opening;
  entry: Opening;
}

/** Who wrote an entry and what, from the opened card and the opened entry alone. Refused. */
export function checkReport(report: Report): { user: Bytes; name: string; body: Body } {
  const [ofCard, ofEntry] = [heads.read(report.card.head), heads.read(report.entry.head)];
  must(equal(ofCard.entry, entryId(report.key, AUTHORS_CARD)), 'another card');
  must(equal(ofEntry.entry, entryId(report.key, report.number)), 'another entry');
  must(equal(ofCard.drop, ofEntry.drop), 'of two items');
  const author = checkAuthorsCard(checkWords(report.card, ofCard));
  const { body, device } = checkWords(report.entry, ofEntry);
  must(equal(device, author.device.device), 'by another device');
  return { user: author.user, name: author.name, body };
}
