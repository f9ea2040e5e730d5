import type { Entry } from '../protocol/item.ts';
import type { SignedLetter } from '../protocol/letter.ts';

/** Rows of letters: what waits for a device, our logs to it, its logs to us. */

/** An event that waits for the next letter to a device. */
export interface EventRow {
  n?: number;
  device: string;
  user: string;
  event: Record<string, unknown>;
}

/** Our log to one device: one current one each. */
export interface LogOutRow {
  device: string;
  user: string;
  log: string;
  /** Number of the next letter. */
  number: number;
  /** Hash of the last letter, 32 zeros before the first. */
  hash: Uint8Array;
  /** Hashes of the last letters written, the newest last. */
  written?: string[];
  /** The end they gave a receipt for, and the letter of theirs that gave it. */
  received?: { number: number; hash: string; by?: { log: string; number: number } };
}

/** A letter of ours that has no sealed receipt yet. */
export interface LetterOutRow {
  /** `<log>:<number>`, the number with leading zeros. */
  key: string;
  log: string;
  number: number;
  device: string;
  user: string;
  /** The letter as its device signed it. */
  signed: SignedLetter;
  hash: string;
  /** Nothing in it but a receipt: not sent again in a new log. */
  receipt: boolean;
  /** Goes to the strangers' mailbox. */
  stranger: boolean;
  /** As sealed last, kept until the mailbox has it: a repeated question is the same question. */
  sealed?: { box: 'friends' | 'strangers'; entry: Entry };
  /** When the mailbox or the Friend's helper took it (ms); 0: not yet. */
  sent: number;
  /** Who took it; absent before, and for the mailbox. */
  by?: 'helper';
  /** When their helper had not taken it in time: the mailbox gets it too, and our helper goes on trying. */
  tried?: number;
}

/** A log of somebody's device to us. */
export interface LogInRow {
  log: string;
  device: string;
  user: string;
  number: number;
  hash: string;
  /** The end it had, where another letter went on from before it: two databases write this log. */
  parted?: { number: number; hash: string };
  /** We owe a receipt for the end. */
  owes: boolean;
  /** The highest number of a letter of it that was read; absent in rows of old. */
  most?: number;
  at: number;
}

/** A letter read: never read twice. */
export interface LetterInRow {
  /** `<log>:<hash>` */
  key: string;
  log: string;
  number: number;
  previous: string;
  hash: string;
  at: number;
}

/** Stores of this family. */
export const letterStores = {
  eventsOut: '++n, device',
  logsOut: 'device, log',
  lettersOut: 'key, device, [device+sent], log',
  logsIn: 'log, device',
  lettersIn: 'key, log, at',
};
