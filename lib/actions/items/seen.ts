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

/** A post of the feed (drop, hex) was on the screen: it is no news any more. */
export async function postSeen({ db }: Service, { drop }: { drop: string }): Promise<void> {
  await db.atomically(async () => {
    await db.settings.put({ key: `seen:${drop}`, value: true });
    await db.notifications.where('id').equals(postNewsId(drop)).modify({ seen: true });
  });
}

/** The notification of a Friend's new post (drop, hex): one each. */
export function postNewsId(drop: string): string {
  return `post:${drop}`;
}
