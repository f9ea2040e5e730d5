import type { Db } from '../schema.ts';

/** Whether a deed waits that is due before a moment (ms). */
export async function isDueBefore(db: Db, until: number): Promise<boolean> {
  const due = db.deeds.where('[state+next]').between(['waiting', 0], ['waiting', until], true, true);
  return (await due.count()) > 0;
}
