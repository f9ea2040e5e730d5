import type { Db } from '../schema.ts';
import type { LeavingStep } from '../trust.ts';

/** How far leaving has come. */
export interface LeavingView {
  step: LeavingStep;
  /** Posts and entries to be deleted, and those that are. */
  all: number;
  done: number;
  /** Letters that tell Friends of it and were not taken yet. */
  letters: number;
}

/** Leaving as it goes on; null where the user does not leave. */
export async function leavingView(db: Db): Promise<LeavingView | null> {
  const row = (await db.settings.get('leaving'))?.value as { step: LeavingStep; all: number } | undefined;
  if (row === undefined) return null;
  const open = await db.deeds.where('kind').anyOf('delete', 'remove').count();
  const letters = await db.lettersOut.filter(({ sent, receipt }) => sent === 0 && !receipt).count();
  return { ...row, done: Math.max(0, row.all - open), letters };
}
