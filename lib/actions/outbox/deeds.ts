import type { FriendDeeds } from '../friends/deeds.ts';
import type { IdentityDeeds } from '../identity/deeds.ts';
import type { ItemDeeds } from '../items/deeds.ts';
import type { LetterDeeds } from '../letters/deeds.ts';
import type { VaultDeeds } from '../vault/deeds.ts';

/** Every kind of deed with its arguments: each family writes its own down in its `deeds.ts`. */
export interface Deeds extends IdentityDeeds, FriendDeeds, LetterDeeds, ItemDeeds, VaultDeeds {}

export type DeedKind = keyof Deeds;

/** A deed as its performer gets it. */
export interface Deed<K extends DeedKind> {
  id: string;
  kind: K;
  args: Deeds[K];
  tries: number;
  made: number;
}
