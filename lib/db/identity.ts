import type { Card, Listing, SignedCard } from '../protocol/identity.ts';
import type { Credential } from '../protocol/item.ts';

/** Rows of what this user is: profile, secrets, credentials. Keys of tables are lower-case hexadecimal. */

/** The user as the ID server knows them; one row. */
export interface ProfileRow {
  key: 'me';
  user: Uint8Array;
  account: Uint8Array;
  name: string;
  /** What card number 0 said: signed anew where the name was refused. */
  first: Card;
  /** Newest card of ours, sent or still waiting in the outbox. */
  card: SignedCard;
  number: number;
  /** What the ID server last answered; absent until registered. */
  listing?: Listing;
  /** Indexes in the ID log that are ours. */
  leaves: number[];
  birth: { year: number; month: number; day: number };
}

/** A secret: the vault key, a content seed, the device's seed, a week's letter key. */
export interface KeyRow {
  /** `vault`, `seed`, `device`, `letter:<week>` */
  name: string;
  bytes: Uint8Array;
  /** Content seed's n, letter key's week; else 0. */
  number: number;
  made: number;
  /** When a successor came (letter keys): 30 days later the row is deleted. */
  succeeded?: number;
}

/** A credential of an epoch; bound to one deed at one server from the moment it is chosen. */
export interface CredentialRow {
  nonce: string;
  epoch: number;
  token: Uint8Array;
  /** Deed it pays for; empty while free. */
  deed: string;
  /** As spent: the same with every retry. */
  made?: Credential;
  /** A server said it is spent for something else: by another device of this user. */
  refused: boolean;
  /** Its place in the order in which this device uses them; absent in rows of old, whose order is nobody's matter. */
  turn?: number;
  /** Server (id, hex) it is bound to, once it is; absent in rows of old. */
  server?: string;
}

/** Blinded credentials on their way: kept, so that a repeated question is the same question. */
export interface BatchRow {
  epoch: number;
  batch: {
    epoch: number;
    requests: readonly { input: Uint8Array; blind: Uint8Array; element: Uint8Array }[];
  };
  /** What is sent: the blinded elements in order. */
  blinded: Uint8Array;
}

/** An epoch as the log has it, and its anonymity set as last signed. */
export interface EpochRow {
  epoch: number;
  pk: Uint8Array;
  count: number;
  minute: number;
  fetched: boolean;
}

/** An item and epoch in which the user's entry key has paid: what is left of the 64 free deeds. */
export interface PaidRow {
  drop: string;
  epoch: number;
  left: number;
}

/** Stores of this family. */
export const identityStores = {
  profile: 'key',
  keys: 'name',
  credentials: 'nonce, [epoch+deed], deed',
  batches: 'epoch',
  epochs: 'epoch',
  paid: '[drop+epoch]',
};
