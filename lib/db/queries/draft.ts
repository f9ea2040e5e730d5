import type { Db } from '../schema.ts';

/** What was being written at a place and not sent; empty where nothing was. */
export async function draft(db: Db, place: string): Promise<string> {
  const row = await db.settings.get(`draft:${place}`);
  return typeof row?.value === 'string' ? row.value : '';
}
