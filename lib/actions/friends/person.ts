import { hex, same } from '../../bytes.ts';
import { userOf } from '../../crypto/card.ts';
import type { DeviceRow, FriendRow, FriendState } from '../../db/people.ts';
import type { Card, SignedCard } from '../../protocol/identity.ts';
import { foldName } from '../../protocol/names.ts';
import type { Service } from '../service.ts';

/**
 * Keeps a card of somebody, checked before: their devices, letter keys and strangers' mailbox follow it. Devices that are
 * new to us are answered, and shown to the user: no key changes silently. In a transaction.
 */
export async function keepCard(
  service: Service,
  signed: SignedCard,
  card: Card,
  fresh: { state: FriendState; checked: boolean },
): Promise<{ row: FriendRow; newDevices: string[] }> {
  const { db, now } = service;
  const user = hex(userOf(service.p, card.account));
  const before = await db.friends.get(user);
  const row: FriendRow = before
    ? { ...before, name: card.name, card: signed }
    : {
        user,
        name: card.name,
        account: card.account,
        card: signed,
        contact: 0,
        since: now(),
        verified: false,
        ...fresh,
      };
  if (card.mailbox !== undefined) row.strangers = card.mailbox;
  await db.friends.put(row);
  const newDevices = await keepDevices(service, user, card);
  await noticeName(service, row);
  return { row, newDevices: before === undefined ? [] : newDevices };
}

async function keepDevices({ db, now }: Service, user: string, card: Card): Promise<string[]> {
  const known = await db.devices.where('user').equals(user).toArray();
  const fresh: string[] = [];
  for (const { device } of card.devices) {
    const id = hex(device);
    const before = known.find((one) => one.device === id);
    if (before === undefined) fresh.push(id);
    const keys = card.letterKeys
      .filter((key) => same(key.device, device))
      .map(({ week, pk }) => ({ week, pk }));
    const older = (before?.letterKeys ?? []).filter((one) => keys.every((key) => key.week !== one.week));
    const letterKeys = [...keys, ...older].slice(0, 3);
    const row: DeviceRow = { ...before, device: id, user, revoked: false, letterKeys };
    await db.devices.put(row);
  }
  for (const one of known)
    if (!card.devices.some(({ device }) => hex(device) === one.device))
      await db.devices.update(one.device, { revoked: true, addresses: [] });
  if (known.length > 0)
    for (const id of fresh) await db.warnings.put({ id: `device:${id}`, is: 'device', when: now(), user });
  return fresh;
}

/**
 * A name we know as a Friend's, now with another account key: shown, and nothing more is sent to that Friend until the
 * user confirmed (`confirmAccount`).
 */
async function noticeName({ db, now }: Service, row: FriendRow): Promise<void> {
  const folded = foldName(row.name);
  const others = await db.friends
    .filter((one) => one.user !== row.user && one.state === 'friend' && foldName(one.name) === folded)
    .toArray();
  for (const { user } of others) {
    await db.friends.update(user, { stopped: 'account' });
    await db.warnings.put({
      id: `account:${user}:${row.user}`,
      is: 'account',
      when: now(),
      user,
      text: row.name,
    });
  }
}
