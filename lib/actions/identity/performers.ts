import type { Performer } from '../outbox/outcome.ts';
import { performCard } from './card.ts';
import { performCredentials } from './credentials.ts';
import type { IdentityDeeds } from './deeds.ts';
import { performKeys, performMailbox } from './mailboxes.ts';
import { performRegister } from './register.ts';
import { performRoot } from './root.ts';
import { performWatch } from './watch.ts';

/** Who does the deeds of the user's own standing. */
export const identityPerformers: { readonly [K in keyof IdentityDeeds]: Performer<K> } = {
  register: performRegister,
  card: performCard,
  mailbox: performMailbox,
  keys: performKeys,
  credentials: performCredentials,
  watch: performWatch,
  root: performRoot,
};
