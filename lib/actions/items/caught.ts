import type { Followed } from '../../crypto/follow.ts';
import type { Ad } from '../../protocol/ad.ts';
import type { SignedRecord, StoredEntry } from '../../protocol/item.ts';

/** What reading came to: what is new is in the database, or the server is not believed and everything is as before. */
export type ReadEnd = 'read' | 'doubted' | 'gone' | 'absent';

/** What one catching up brought, over all its answers: bound to a standing its server signed. */
export interface Caught {
  first: boolean;
  known: Followed;
  records: SignedRecord[];
  entries: StoredEntry[];
  /** Roots from the revision known before (or the one read first) on. */
  from: number;
  roots: Uint8Array[];
  older: number | null;
  olderReactions: number | null;
  ad: Ad | null;
}
