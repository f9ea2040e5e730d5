import { enqueueLetters } from '../letters/tell.ts';
import type { Service } from '../service.ts';

/** The user looked at a warning of another account key and goes on writing to this Friend (UserID, hex). */
export async function confirmAccount(service: Service, args: { user: string }): Promise<void> {
  const { db } = service;
  await db.atomically(async () => {
    await db.friends
      .where('user')
      .equals(args.user)
      .modify((row) => {
        delete row.stopped;
      });
    await db.warnings.filter((one) => one.is === 'account' && one.user === args.user).delete();
    for (const { device } of await db.devices.where('user').equals(args.user).toArray())
      await enqueueLetters(service, device);
  });
}

/** Takes a warning off the list: the user has seen it. */
export async function dismissWarning(service: Service, args: { id: string }): Promise<void> {
  await service.db.warnings
    .where('id')
    .equals(args.id)
    .filter((one) => one.is !== 'account')
    .delete();
}
