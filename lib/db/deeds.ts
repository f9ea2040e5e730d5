/** Rows of the outbox: deeds, never sealed requests. */

/**
 * waiting: due at `next`, once all of `after` are done.
 * refused: the server said no (`code`); what the user made stays, and waits for the user.
 * rekeyed: waits for the owner's letter with the new generation.
 */
export type DeedState = 'waiting' | 'refused' | 'rekeyed';

/** A deed on its way; the row is deleted when it is done. */
export interface DeedRow {
  id: string;
  kind: string;
  args: unknown;
  /** Drop of the item it waits for, where it is one's (hex); empty otherwise. */
  drop: string;
  state: DeedState;
  code?: string;
  /** What went wrong at the last try, where it is tried again: shown to the user as it is. */
  why?: string;
  tries: number;
  next: number;
  after: string[];
  made: number;
  /** Rises when the deed is asked for again: what was under way then is done once more. */
  round: number;
}

/** Stores of this family. */
export const deedStores = { deeds: 'id, [state+next], drop, kind' };
