import { friendPerformers } from '../friends/performers.ts';
import { identityPerformers } from '../identity/performers.ts';
import { itemPerformers } from '../items/performers.ts';
import { letterPerformers } from '../letters/performers.ts';
import { vaultPerformers } from '../vault/performers.ts';
import type { Deeds } from './deeds.ts';
import type { Performer } from './outcome.ts';

/** Who does which deed. */
export const PERFORMERS: { readonly [K in keyof Deeds]: Performer<K> } = {
  ...identityPerformers,
  ...friendPerformers,
  ...letterPerformers,
  ...itemPerformers,
  ...vaultPerformers,
};
