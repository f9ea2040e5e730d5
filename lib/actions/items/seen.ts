import type { Service } from '../service.ts';

/** The user has seen these notifications (ids), or all. */
export async function markSeen({ db }: Service, args: { ids?: string[] }): Promise<void> {
  const { ids } = args;
  await db.notifications
    .where('fresh')
    .equals(1)
    .filter((row) => ids === undefined || ids.includes(row.id))
    .modify({ seen: true });
}
