import type { Performer } from '../outbox/outcome.ts';
import type { VaultDeeds } from './deeds.ts';
import { performVault } from './put.ts';

/** Who does the deeds of the vault. */
export const vaultPerformers: { readonly [K in keyof VaultDeeds]: Performer<K> } = { vault: performVault };
