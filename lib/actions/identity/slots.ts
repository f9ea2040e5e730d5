import { hex } from '../../bytes.ts';
import { appendKeyHash } from '../../crypto/rights.ts';
import type { Slot } from '../../db/people.ts';
import type { Service } from '../service.ts';
import { enqueueKeys } from './mailboxes.ts';

const MOST = 1024;

/**
 * Makes an append key of the Friends' mailbox for somebody; answers its seed (32) and the deed that hands the set in.
 * It takes a filler's place, as a removed one gives its place to a filler: the server sees one value change either way,
 * and neither how many Friends there are, nor whether one came or went. In a transaction.
 */
export async function addSlot(service: Service, user: string): Promise<{ seed: Uint8Array; deed: string }> {
  const seed = service.random(32);
  const key = appendKeyHash(service.p, service.p.signKey(seed));
  const deed = await changeSlots(service, (slots) => {
    const rest = slots.map((slot) => (slot.user === user ? filler(service) : slot));
    const free = rest.findIndex((slot) => slot.user === null);
    if (free !== -1) return rest.with(free, { key, user });
    if (rest.length >= MOST) throw new RangeError('at most 1,024 Friends in one mailbox');
    return [...rest, { key, user }, ...Array.from({ length: rest.length - 1 }, () => filler(service))];
  });
  return { seed, deed };
}

/** Takes somebody's append key away: their letters are from then on answered as ever, and kept nowhere. In a transaction. */
export async function removeSlot(service: Service, user: string): Promise<void> {
  await changeSlots(service, (slots) => slots.map((slot) => (slot.user === user ? filler(service) : slot)));
}

async function changeSlots(service: Service, change: (slots: Slot[]) => Slot[]): Promise<string> {
  const { db, now } = service;
  const row = await db.mailboxes.get('friends');
  if (row === undefined) throw new Error('no mailbox');
  const slots = change(row.slots).sort((a, b) => (hex(a.key) < hex(b.key) ? -1 : 1));
  const number = Math.max(row.number + 1, now());
  await db.mailboxes.update('friends', { slots, number });
  return await enqueueKeys(service, number);
}

function filler(service: Service): Slot {
  return { key: service.random(32), user: null };
}
