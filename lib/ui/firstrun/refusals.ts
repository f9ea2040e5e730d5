import { AskError } from '../../messages/errors.ts';
import type { NameFault } from '../../protocol/names.ts';
import { plainWord } from '../plainwords.ts';

const NETWORK: Readonly<Record<string, string>> = {
  'not-a-network':
    'This is not the file of a network. Ask whoever runs it for its network.json, or for the address of a door.',
  forged: 'This file is forged: its authority did not sign it. Do not join; tell whoever gave it to you.',
  expired: 'This file is too old: a network’s file is good for 14 days. Ask for a newer one.',
  offline: 'Nobody answers there. See that you are connected and that the address is right, then try again.',
  conflict: 'The file changed since you looked at it. Look at it again.',
};

/** Why a network could not be looked at or joined. */
export function networkWord(error: unknown): string {
  return (error instanceof AskError ? NETWORK[error.code] : undefined) ?? plainWord(error);
}

const NAME: Readonly<Record<NameFault, string>> = {
  length: 'A name has 2 to 64 characters.',
  characters: 'A name is made of letters, digits, blanks, apostrophes, dots and hyphens.',
  letters: 'A name has at least one letter.',
  scripts: 'A name mixes no alphabets: write it in one.',
};

/** What is wrong with a name before anybody is asked. */
export function nameWord(fault: NameFault): string {
  return NAME[fault];
}

const REGISTERING: Readonly<Record<string, string>> = {
  'name-taken': 'Somebody has this name already. Choose another one.',
  'name-refused': 'The network does not take this as a name. Choose another one.',
  'too-young': 'By your birth date you are younger than this network allows. Nothing was registered.',
  banned: 'This network does not take you.',
};

/** Why the ID server did not register a name, by its code. */
export function registerWord(code: string): string {
  return REGISTERING[code] ?? `The ID server did not take the name (${code}).`;
}

/** Whether another name would help. */
export function needsName(code: string): boolean {
  return code === 'name-taken' || code === 'name-refused';
}

const PHRASE: Readonly<Record<string, string>> = {
  'not-a-phrase':
    'This is not a recovery phrase. It has 24 words; see that each is spelled as you wrote it down.',
  absent: 'Nobody in this network has this phrase. Is it the right network?',
  conflict: 'Somebody is here already: this browser holds an identity.',
  forbidden: 'This phrase is another person’s.',
};

/** What is wrong with the words, where the background says so. */
function wordsWord(detail: string): string {
  const [, place] = /^word (\d+)/.exec(detail) ?? [];
  if (place !== undefined)
    return `Word ${place} is none of the words phrases are made of: see how it is spelled.`;
  if (detail.endsWith('checksum'))
    return 'All words are right, but not together: one is another’s, or the order is.';
  return 'A recovery phrase has 24 words; these are more or fewer.';
}

/** Why a phrase did not open anything. */
export function phraseWord(error: unknown): string {
  if (!(error instanceof AskError)) return plainWord(error);
  if (error.code === 'not-a-phrase' && error.detail !== undefined) return wordsWord(error.detail);
  return PHRASE[error.code] ?? plainWord(error);
}
