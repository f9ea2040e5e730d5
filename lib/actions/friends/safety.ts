import { safetyNumber } from '../../crypto/safety.ts';
import { CommandError } from '../../protocol/errors.ts';
import { profileOf } from '../identity/secrets.ts';
import { tellAddresses } from '../peers/addresses.ts';
import type { Service } from '../service.ts';

/** The number to compare with somebody (UserID, hex): the same at both. Throws CommandError `absent`. */
export async function readSafetyNumber({ db, p }: Service, args: { user: string }): Promise<string> {
  const [ours, theirs] = [await profileOf(db), await db.friends.get(args.user)];
  if (theirs === undefined) throw new CommandError('absent');
  return safetyNumber(p, ours.account, theirs.account);
}

/** The user compared it, and it was the same. Where delivery is with verified Friends alone, it is with them from now on. */
export async function markVerified(service: Service, args: { user: string }): Promise<void> {
  await service.db.atomically(async () => {
    await service.db.friends.update(args.user, { verified: true });
    await tellAddresses(service);
  });
}
