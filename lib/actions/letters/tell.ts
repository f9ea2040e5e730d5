import { hex } from '../../bytes.ts';
import { encode } from '../../protocol/codec.ts';
import type { LetterEvent } from '../../protocol/letter.ts';
import { enqueue } from '../outbox/enqueue.ts';
import type { Service } from '../service.ts';

/** Bytes of events that go into one letter with all the rest of it. */
export const ROOM = 6_400;

export interface TellOptions {
  /** Deeds that must be done before a letter goes. */
  after?: string[];
  /** Not before this moment (ms): what is not urgent goes together. */
  at?: number;
}

/** Whether an event has room in a letter. One that has not is told without its entry: it is read from its server. */
export function fitsLetter(event: LetterEvent): boolean {
  return encode(event).length <= ROOM;
}

/**
 * Puts events on the way to all devices of somebody (UserID, hex). In a transaction, with what they tell of.
 * Throws RangeError for one that fits no letter.
 */
export async function tell(
  service: Service,
  user: string,
  events: LetterEvent[],
  options: TellOptions = {},
): Promise<void> {
  const { db } = service;
  if (!events.every(fitsLetter)) throw new RangeError('an event fits no letter');
  const devices = await db.devices.where('user').equals(user).toArray();
  for (const { device, revoked } of devices) {
    if (revoked) continue;
    await db.eventsOut.bulkAdd(events.map((event) => ({ device, user, event: { ...event } })));
    await enqueueLetters(service, device, options);
  }
}

/** Puts the same events on the way to several (UserIDs, hex), each once, at the same time. As `tell`. */
export async function tellAll(service: Service, users: string[], events: LetterEvent[]): Promise<void> {
  await Promise.all([...new Set(users)].map((user) => tell(service, user, events)));
}

/** Puts events on the way to all Friends. In a transaction. */
export async function tellFriends(service: Service, events: LetterEvent[]): Promise<void> {
  const friends = await service.db.friends.where('state').equals('friend').primaryKeys();
  await tellAll(service, friends, events);
}

/** Puts the deed that writes and brings letters to a device. In a transaction. */
export async function enqueueLetters(
  service: Service,
  device: string,
  options: TellOptions = {},
): Promise<void> {
  await enqueue(service, 'letters', { device }, { ...options, id: `letters:${device}` });
}

/** This device's key (public), hex. */
export async function myDevice({ db, p }: Service): Promise<string> {
  const row = await db.keys.get('device');
  return row === undefined ? '' : hex(p.signKey(row.bytes));
}
