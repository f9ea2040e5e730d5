import type { FriendRow } from '../../db/people.ts';
import { helperName } from '../../protocol/helperaddress.ts';
import type { LetterEvent } from '../../protocol/letter.ts';
import { tell } from '../letters/tell.ts';
import type { Service } from '../service.ts';
import { isDirect, readDelivery } from './allowed.ts';

const MOST = 16;
const LONGEST = 200;
const KEY = 'addresses';

/** Where Friends reach this device's helper, as told last, and the number of the newest word of it. */
interface Own {
  addresses: string[];
  number: number;
}

/**
 * Our helper is reached elsewhere now: Friends with whom delivery is direct are told, each once. Does nothing where
 * nothing changed, or without a helper: it may be back in a moment, and where it is reached stays true.
 */
export async function movedTo(service: Service): Promise<void> {
  const { peers, db } = service;
  if (peers === null) return;
  const addresses = peers
    .addresses()
    .filter((one) => one.length <= LONGEST)
    .slice(0, MOST);
  await db.atomically(async () => {
    const own = await readOwn(service);
    if (!isSame(own.addresses, addresses)) await db.settings.put({ key: KEY, value: { ...own, addresses } });
    await tellAddresses(service);
  });
}

/** Tells every Friend what has changed for them: our new addresses, or none any more. In a transaction. */
export async function tellAddresses(service: Service): Promise<void> {
  const { db } = service;
  const addressesFor = await addressesByFriend(service);
  for (const friend of await db.friends.where('state').equals('friend').toArray()) {
    const addresses = addressesFor(friend);
    if (isSame(friend.told ?? [], addresses)) continue;
    await db.friends.update(friend.user, { told: addresses });
    await tell(service, friend.user, [await addressEvent(service, addresses)]);
  }
}

/** Tells one Friend again what they were told: they have a device that may not know. In a transaction. */
export async function repeatAddresses(service: Service, user: string): Promise<void> {
  const told = (await service.db.friends.get(user))?.told ?? [];
  if (told.length > 0) await tell(service, user, [await addressEvent(service, told)]);
}

/**
 * Our helper's name without its place, for somebody we ask to be a Friend: whoever accepts lets it in at once, and our answer
 * waits for no mailbox. Nothing where they would not get our addresses by accepting, or without a helper. In a transaction.
 */
export async function nameForAsked(service: Service): Promise<LetterEvent[]> {
  if (service.peers === null || (await readDelivery(service.db)) !== 'all') return [];
  const [first] = (await readOwn(service)).addresses;
  const name = first === undefined ? null : helperName(first);
  return name === null ? [] : [await addressEvent(service, [name])];
}

/** Our addresses for a contact card to somebody (UserID, hex), noted as told, and the card's number. In a transaction. */
export async function addressesInCard(
  service: Service,
  user: string,
): Promise<{ addresses: string[]; number: number }> {
  const friend = await service.db.friends.get(user);
  const addresses = friend === undefined ? [] : (await addressesByFriend(service))(friend);
  await service.db.friends.update(user, { told: addresses });
  return { addresses, number: await nextNumber(service) };
}

/** Keeps where a Friend's device is reached, as its own letter says; an older word changes nothing. In a transaction. */
export async function keepAddresses(
  { db }: Service,
  device: string,
  word: { number: number; addresses: string[] },
): Promise<void> {
  const row = await db.devices.get(device);
  if (row === undefined || row.revoked || word.number <= (row.addressed ?? 0)) return;
  await db.devices.update(device, { addresses: word.addresses, addressed: word.number });
}

/** This database is on another machine now: where the old one was reached is not said for it. In a transaction. */
export async function forgetOwnAddresses(service: Service): Promise<void> {
  const { db } = service;
  await db.settings.put({ key: KEY, value: { ...(await readOwn(service)), addresses: [] } });
  await db.friends.toCollection().modify((row) => {
    delete row.told;
  });
}

/** What each Friend may know of our addresses: all, or none. */
async function addressesByFriend(service: Service): Promise<(friend: FriendRow) => string[]> {
  const delivery = await readDelivery(service.db);
  const { addresses } = await readOwn(service);
  return (friend) => (isDirect(friend, delivery) ? addresses : []);
}

async function addressEvent(service: Service, addresses: string[]): Promise<LetterEvent> {
  return { is: 'address', number: await nextNumber(service), addresses };
}

/** Rises for ever, whatever the clock does. */
async function nextNumber(service: Service): Promise<number> {
  const own = await readOwn(service);
  const number = Math.max(service.now(), own.number + 1, 1);
  await service.db.settings.put({ key: KEY, value: { ...own, number } });
  return number;
}

async function readOwn({ db }: Service): Promise<Own> {
  // What this file put there, and nobody else.
  return ((await db.settings.get(KEY))?.value as Own | undefined) ?? { addresses: [], number: 0 };
}

function isSame(a: readonly string[], b: readonly string[]): boolean {
  return a.length === b.length && a.every((one, i) => one === b[i]);
}
