import { AskError } from '../../messages/errors.ts';
import type { Args } from '../../messages/request.ts';
import type { accept } from '../../messages/requests/friends.ts';
import { plainWord } from '../plainwords.ts';

export type WallFrom = Args<typeof accept>['wallFrom'];

/** How far back a new Friend sees the Wall, in words. */
export const WALL_WORDS: readonly (readonly [WallFrom, string])[] = [
  ['none', 'Only what I post from now on'],
  ['month', 'The last month'],
  ['year', 'The last year'],
  ['all', 'Everything I posted to Friends'],
];

/** How one stands with somebody, in words; empty for a stranger, for whom there is a button. */
export const STATE_WORDS: Readonly<Record<string, string>> = {
  stranger: '',
  asked: 'Asked; waits for an answer',
  asking: 'Wants to be your Friend',
  friend: 'Friend',
  ended: 'Not Friends any more',
  blocked: 'Blocked by you',
  me: 'This is you',
};

const ASKING: Readonly<Record<string, string>> = {
  absent: 'This person is not in the network any more.',
  closed: 'This person takes no requests.',
  blocked: 'This person takes no requests from you.',
  quota: 'You asked many people today. Try again tomorrow.',
};

/** Why somebody could not be found or asked. */
export function friendWord(error: unknown): string {
  return (error instanceof AskError ? ASKING[error.code] : undefined) ?? plainWord(error);
}

/** A safety number in twelve groups of five digits. */
export function digitGroups(number: string): string[] {
  return number.replace(/\D/g, '').match(/\d{1,5}/g) ?? [];
}
