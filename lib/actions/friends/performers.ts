import type { Performer } from '../outbox/outcome.ts';
import { performCheck } from './check.ts';
import type { FriendDeeds } from './deeds.ts';
import { performWall } from './wall.ts';

/** Who does the deeds of Friends. */
export const friendPerformers: { readonly [K in keyof FriendDeeds]: Performer<K> } = {
  check: performCheck,
  wall: performWall,
};
