import type { LogRoot } from '../../protocol/identity.ts';

/** Deeds of the user's own standing in the network. */
export interface IdentityDeeds {
  /** Takes the name; the work is kept once it is found. */
  register: { work: Uint8Array | null };
  /** Puts the profile's newest card in force. */
  card: { number: number };
  /** Makes one of the two mailboxes. */
  mailbox: { box: 'friends' | 'strangers' };
  /** Hands in the newest set of append keys of the Friends' mailbox. */
  keys: { number: number };
  /** Fetches an epoch's credentials. */
  credentials: { epoch: number };
  /** Looks for records of the own name in the ID log. */
  watch: { day: number };
  /** Looks whether a root somebody was shown is of the log we know. */
  root: { root: LogRoot; from: string };
}
