import type { Performer } from '../outbox/outcome.ts';
import type { ItemDeeds } from './deeds.ts';

/** Who does the deeds on items. */
export const itemPerformers: { readonly [K in keyof ItemDeeds]: Performer<K> } = {};
