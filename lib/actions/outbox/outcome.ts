import type { Code } from '../../protocol/errors.ts';
import type { Service } from '../service.ts';
import type { Deed, DeedKind } from './deeds.ts';

/**
 * What became of a deed.
 * done: forgotten, together with what `write` writes (one transaction; only the database may be awaited in it).
 * later: nothing failed, look again at `at` (ms); also what `write` writes, where there is something, and `why`, for the user.
 * refused: the server said no; stays visible, nothing made is lost; `write` marks what the user sees.
 * rekeyed: waits for the owner's letter.
 * A performer that throws is tried again, or refused: see `classify`.
 */
export type Outcome =
  | { is: 'done'; write?: () => Promise<void> }
  | { is: 'later'; at: number; write?: () => Promise<void>; why?: string }
  | { is: 'refused'; code: Code | 'invalid'; write?: () => Promise<void> }
  | { is: 'rekeyed' };

/** Does a deed. Idempotent: it may have been done before, in whole or in part, and die at any instant. */
export type Performer<K extends DeedKind> = (service: Service, deed: Deed<K>) => Promise<Outcome>;

export const DONE: Outcome = { is: 'done' };
