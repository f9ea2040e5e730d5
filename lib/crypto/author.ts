import { same } from '../bytes.ts';
import { decodeAs, encodeAs } from '../protocol/command.ts';
import { MalformedError } from '../protocol/errors.ts';
import {
  type AuthorCard,
  AuthorHead,
  EntryBody,
  isKnown,
  readBody,
  type Unknown,
} from '../protocol/inside.ts';
import { CARD_NUMBER, type Opening } from '../protocol/item.ts';
import { checkCertificate, userOf } from './card.ts';
import { entryId } from './outside.ts';
import type { Primitives } from './primitives.ts';
import { signTagged, tagged, verifyTagged } from './tagged.ts';

/** Authorship inside an entry (wire 4): the device signs where the words belong and a salted commitment to them. */

/** Where an entry's revision belongs: what its author's signature is checked against. */
export interface Place {
  drop: Uint8Array;
  entry: Uint8Array;
  rev: number;
}

/** What an opened entry says, its device's signature checked. Whose device it is, the author's card tells. */
export interface Said {
  head: AuthorHead;
  device: Uint8Array;
  body: EntryBody | Unknown;
}

/** What an author had seen when writing: newest entry ids first, at most 8; the item's root and revision (zeros when new). */
export interface Seen {
  seen: Uint8Array[];
  root: Uint8Array;
  atRev: number;
}

/** Signs a body with the device seed for its place. */
export function signInside(
  p: Primitives,
  deviceSeed: Uint8Array,
  place: Place,
  seen: Seen,
  body: EntryBody,
): Opening {
  const bytes = encodeAs(EntryBody, body);
  const salt = p.random(32);
  const text = tagged(p, 'text', salt, bytes);
  const { drop, entry, rev } = place;
  const head = encodeAs(AuthorHead, { drop, entry, rev, ...seen, text });
  return {
    head,
    device: p.signKey(deviceSeed),
    sig: signTagged(p, deviceSeed, 'author', head),
    salt,
    body: bytes,
  };
}

/** What an opening says, where its device signed it for this place; null for anything else. */
export function checkInside(p: Primitives, opening: Opening, place: Place): Said | null {
  const said = read(p, opening);
  if (said === null) return null;
  const { head } = said;
  const here = same(head.drop, place.drop) && same(head.entry, place.entry) && head.rev === place.rev;
  return here ? said : null;
}

/** The person an author's card shows: the account certified the very device that signed the card. */
export interface Author {
  user: Uint8Array;
  account: Uint8Array;
  name: string;
  card: AuthorCard;
}

/** Whose an entry key is, from its card (number 0, checked for its place by `checkInside`); null where it proves nobody. */
export function authorOf(p: Primitives, { body, device }: Said): Author | null {
  if (!isKnown(body) || body.is !== 'card') return null;
  if (!same(body.device.device, device) || !checkCertificate(p, body.account, body.device)) return null;
  return { user: userOf(p, body.account), account: body.account, name: body.name, card: body };
}

/** A report as the ID server gets it: two openings of one entry key, without item key or id. */
export interface Report {
  key: Uint8Array;
  number: Uint8Array;
  card: Opening;
  entry: Opening;
}

/**
 * What a report proves: who wrote the entry and what it says; null where it proves nothing. The entry's device is the one
 * on the author's card, or another one of that account, which `certified` (account, device) knows.
 */
export function checkReport(
  p: Primitives,
  report: Report,
  certified: (account: Uint8Array, device: Uint8Array) => boolean = () => false,
): { author: Author; entry: Said } | null {
  const [card, entry] = [read(p, report.card), read(p, report.entry)];
  if (card === null || entry === null || !same(card.head.drop, entry.head.drop)) return null;
  if (!same(card.head.entry, entryId(p, report.key, CARD_NUMBER))) return null;
  if (!same(entry.head.entry, entryId(p, report.key, report.number))) return null;
  const author = authorOf(p, card);
  if (author === null) return null;
  return same(entry.device, card.device) || certified(author.account, entry.device)
    ? { author, entry }
    : null;
}

/** Form, signature and commitment of an opening. */
function read(p: Primitives, opening: Opening): Said | null {
  if (!verifyTagged(p, opening.device, opening.sig, 'author', opening.head)) return null;
  try {
    const head = decodeAs(AuthorHead, opening.head);
    if (!same(head.text, tagged(p, 'text', opening.salt, opening.body))) return null;
    return { head, device: opening.device, body: readBody(opening.body) };
  } catch (error) {
    if (error instanceof MalformedError) return null;
    throw error;
  }
}
