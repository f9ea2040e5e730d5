import type { FriendState } from '../people.ts';
import type { Db } from '../schema.ts';
import type { WarningRow } from '../trust.ts';

/** Somebody the user deals with, as their page shows them. */
export interface PersonView {
  user: string;
  name: string;
  state: FriendState;
  /** The safety number was compared. */
  verified: boolean;
  /** Since when they are what they are (ms). */
  since: number;
  /** Nothing is sent to them until the user has looked: their name has another account key now. */
  stopped: boolean;
  /** Letters may go from machine to machine: their helper's addresses are known. */
  direct: boolean;
  /** Devices of theirs that letters go to. */
  devices: number;
  /** What they wrote when they asked. */
  text: string;
  warnings: WarningRow[];
}

/** Somebody (UserID, hex) as we have them; null for a stranger. */
export async function personView(db: Db, user: string): Promise<PersonView | null> {
  const row = await db.friends.get(user);
  if (row === undefined) return null;
  const devices = (await db.devices.where('user').equals(user).toArray()).filter((one) => !one.revoked);
  const { name, state, verified, since, stopped, text = '' } = row;
  return {
    user,
    name,
    state,
    verified,
    since,
    stopped: stopped !== undefined,
    direct: devices.some(({ addresses = [] }) => addresses.length > 0),
    devices: devices.length,
    text,
    warnings: await db.warnings.filter((one) => one.user === user).toArray(),
  };
}
