import type { Db } from '../schema.ts';
import type { WarningRow } from '../trust.ts';

/** What the user has to look at, newest first. */
export async function warningsView(db: Db): Promise<WarningRow[]> {
  return await db.warnings.orderBy('when').reverse().toArray();
}
