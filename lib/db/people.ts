import type { MailboxAddress, SignedCard } from '../protocol/identity.ts';

/** Rows of Friends, their devices, and the mailboxes they write to. */

/** Where a Friend takes letters: the mailbox only Friends know, with the append key made for us. */
export interface FriendsMailbox {
  server: Uint8Array;
  drop: Uint8Array;
  append: Uint8Array;
  gen: number;
}

/**
 * asked: we asked; asking: they asked us; friend; ended: one side left; blocked: by us.
 */
export type FriendState = 'asked' | 'asking' | 'friend' | 'ended' | 'blocked';

/** Somebody we deal with. */
export interface FriendRow {
  user: string;
  name: string;
  account: Uint8Array;
  state: FriendState;
  card: SignedCard;
  /** Their strangers' mailbox, where their card has one. */
  strangers?: MailboxAddress;
  mailbox?: FriendsMailbox;
  /** Number of their newest contact card. */
  contact: number;
  /** Seed of the append key of our mailbox made for them. */
  append?: Uint8Array;
  since: number;
  /** They see posts to Friends made after this moment (ms); null: none from before. */
  wallFrom?: number | null;
  /** What they wrote with the request. */
  text?: string;
  /** The safety number was compared. */
  verified: boolean;
  /** Why nothing is sent to them until the user confirms: their name now has another account key. */
  stopped?: 'account';
  /** The ID server confirmed the card of a stranger's request. */
  checked: boolean;
  /** Addresses of our helper they were told last. */
  told?: string[];
}

/** A device of somebody else. */
export interface DeviceRow {
  device: string;
  user: string;
  revoked: boolean;
  letterKeys: { week: number; pk: Uint8Array }[];
  /** Where its helper is reached, best first, as its letters say; none: by mailbox alone. */
  addresses?: string[];
  /** Number of the newest word of it. */
  addressed?: number;
}

/** One place in the set of append keys of our mailbox: a Friend's, or a filler nobody holds. */
export interface Slot {
  key: Uint8Array;
  user: string | null;
}

/** A mailbox of ours. */
export interface MailboxRow {
  box: 'friends' | 'strangers';
  id: Uint8Array;
  drop: Uint8Array;
  salt: Uint8Array;
  server: Uint8Array;
  gen: number;
  slots: Slot[];
  /** Number of the newest set of append keys. */
  number: number;
  /** The server has it. */
  made: boolean;
  /** Newest revision seen. */
  rev?: number;
  /** Up to this revision all letters were looked at: what lies there yet is for another device of ours. */
  looked?: number;
  /** How many such letters were left since a moment (ms), and the revision up to which they lay there then already. */
  left?: { since: number; rev: number; count: number };
}

/** Stores of this family. */
export const peopleStores = {
  friends: 'user, state, name',
  devices: 'device, user',
  mailboxes: 'box',
};
