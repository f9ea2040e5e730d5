import type { Chosen } from './chosen.ts';

/** In plain words, how many people a post goes to. */
export function whoGetsIt({ audience, users }: Chosen, friends: number): string {
  if (audience === 'me') return 'Nobody else gets it';
  const count = audience === 'friends' ? friends : users.length;
  if (count === 0) return audience === 'friends' ? 'You have no Friends here yet' : 'Nobody gets it yet';
  return count === 1 ? '1 Friend gets it' : `${count} Friends get it`;
}
