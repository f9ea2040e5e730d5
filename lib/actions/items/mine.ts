import { fromHex, hex } from '../../bytes.ts';
import { findDevice } from '../../crypto/card.ts';
import { entrySeed } from '../../crypto/entry.ts';
import { entryId } from '../../crypto/outside.ts';
import { entryDrop, readRecord } from '../../crypto/record.ts';
import type { EntryRow, ItemRow } from '../../db/items.ts';
import { WAITING_AT } from '../../db/items.ts';
import { decodeAs } from '../../protocol/command.ts';
import { Card } from '../../protocol/identity.ts';
import type { EntryBody } from '../../protocol/inside.ts';
import { CARD_NUMBER } from '../../protocol/item.ts';
import { NoIdentityError, profileOf, secretsOf } from '../identity/secrets.ts';
import type { Service } from '../service.ts';

/** What this user writes in an item with. */
export interface Hand {
  /** UserID, hex. */
  user: string;
  contentSeed: Uint8Array;
  deviceSeed: Uint8Array;
  /** Seed of the entry key, and the key. */
  seed: Uint8Array;
  key: Uint8Array;
  /** The drop entries are signed for. */
  drop: Uint8Array;
}

/** The drop entries of an item are signed for: its own, or its origin's. */
export function signingDrop({ p }: Service, item: Pick<ItemRow, 'drop' | 'records'>): Uint8Array {
  const newest = item.records.at(-1);
  const drop = fromHex(item.drop);
  return newest === undefined ? drop : entryDrop(p, drop, readRecord(newest));
}

/** What this user writes with in an item; throws NoIdentityError. */
export async function handFor(service: Service, item: Pick<ItemRow, 'drop' | 'records'>): Promise<Hand> {
  const { p, db } = service;
  const secrets = await secretsOf(db);
  const drop = signingDrop(service, item);
  const seed = entrySeed(p, secrets.seed, drop);
  const { seed: contentSeed, device: deviceSeed } = secrets;
  return { user: hex(secrets.user), contentSeed, deviceSeed, seed, key: p.signKey(seed), drop };
}

/** The name of an entry's row. */
export function rowKey(drop: string, entry: string): string {
  return `${drop}:${entry}`;
}

/** A new entry of this user's, as it waits for its server. `number`: 16 bytes, made with the deed. */
export function newRow(
  { p, now }: Service,
  item: Pick<ItemRow, 'drop'>,
  hand: Hand,
  number: Uint8Array,
  body: EntryBody,
): EntryRow {
  const entry = hex(entryId(p, hand.key, number));
  return {
    key: rowKey(item.drop, entry),
    drop: item.drop,
    entry,
    by: hex(hand.key),
    number,
    at: WAITING_AT,
    mine: true,
    author: hand.user,
    body,
    before: [],
    when: now(),
    state: 'waiting',
    want: 1,
    sent: 0,
  };
}

/** This user's author's card: who it is, with the account's certificate of this device and its place in the log. */
export async function ownCard(service: Service): Promise<EntryBody> {
  const { db, p } = service;
  const profile = await profileOf(db);
  const { device: seed } = await secretsOf(db);
  const device = findDevice(decodeAs(Card, profile.card.card), p.signKey(seed));
  if (device === null) throw new NoIdentityError('a device that is not on the card');
  const proof = profile.listing?.proof;
  const card = { is: 'card' as const, name: profile.name, account: profile.account, device };
  return proof === undefined ? card : { ...card, proof };
}

/** The row of this user's card in an item, made where none is there. In a transaction. */
export async function cardRow(service: Service, item: ItemRow, hand: Hand): Promise<EntryRow> {
  const { db, p } = service;
  const entry = hex(entryId(p, hand.key, CARD_NUMBER));
  const known = await db.entries.get(rowKey(item.drop, entry));
  if (known !== undefined) return known;
  const row = newRow(service, item, hand, CARD_NUMBER, await ownCard(service));
  await db.entries.put(row);
  return row;
}
