import type { WarningRow } from '../../db/trust.ts';

/** A warning in plain words: what happened, and what to do. */
export interface WarningWord {
  says: string;
  todo: string;
  /** Writing stopped until the user says to go on. */
  goesOn?: true;
}

const WORDS: Readonly<Record<string, WarningWord>> = {
  root: {
    says: 'The network’s record of names contradicts itself.',
    todo: 'Nothing is written until you say so; reading and deleting go on. Ask the people who run the network, and compare safety numbers with your Friends before you go on.',
    goesOn: true,
  },
  name: {
    says: 'Your name was given another key in the network’s record, and not by you.',
    todo: 'Tell your Friends by another way to compare the safety number with you, and tell the people who run the network.',
  },
  account: {
    says: 'A Friend has another account key now.',
    todo: 'Nothing is sent to them. Ask them by another way whether they began anew, compare the safety number, and go on at their line under Friends.',
  },
  device: {
    says: 'A Friend uses a new device.',
    todo: 'Their account key vouches for it. If they know of none, they should revoke it.',
  },
  fork: {
    says: 'A content server does not show everybody the same.',
    todo: 'What it says of this item is not believed until it reads true again; what shows it is kept. Tell the people who run the network.',
  },
  copy: {
    says: 'This profile runs in two places: a copy of it is used elsewhere.',
    todo: 'Friends get what both send, but what they send you reaches one of the two, this one or the other. Use one of them alone; for another machine take your recovery phrase. If the copy is not yours, somebody has your keys: recover with your phrase on a clean machine.',
  },
  epoch: {
    says: 'The ID server gave credentials that its own record does not have.',
    todo: 'They are not used. Tell the people who run the network.',
  },
};

/** What a content server did, by the middle of the warning's id (`fork:<what>:<drop>`). */
const LIES: Readonly<Record<string, string>> = {
  fork: 'A content server showed two people different things, or one of them says so falsely.',
  older: 'A content server showed an older state than it had signed.',
  hidden: 'A content server left out what others had seen, or one of them says so falsely.',
  altered: 'A content server gave something else than what was written.',
  unsigned: 'A content server gave what it had not signed.',
  lost: 'A content server lost a post it had signed for.',
};

/** What to tell the user of a warning; one of a kind this version does not know is shown all the same. */
export function warningWord({ id, is, text }: Pick<WarningRow, 'id' | 'is' | 'text'>): WarningWord {
  const word = WORDS[is] ?? { says: `Something is wrong (${is}).`, todo: 'Look for a newer Peerwall.' };
  if (is !== 'fork') return word;
  const says = LIES[id.split(':')[1] ?? ''] ?? word.says;
  return { ...word, says: text === undefined ? says : `${says} It is run by ${text}.` };
}
