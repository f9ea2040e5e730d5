import type { Service } from '../service.ts';

/** Closes all our items somebody (UserID, hex) had the key of: they are no reader any more. In a transaction. */
export async function closeTo({ db }: Service, user: string): Promise<void> {
  await db.items
    .filter((row) => row.mine && row.readers.includes(user))
    .modify((row) => {
      row.readers = row.readers.filter((one) => one !== user);
    });
}
