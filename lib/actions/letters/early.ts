import { hex } from '../../bytes.ts';
import { decodeAs } from '../../protocol/command.ts';
import { Card } from '../../protocol/identity.ts';
import type { ReadLetter } from '../../protocol/letter.ts';
import type { Service } from '../service.ts';

/** So many letters of a Friend's devices we do not know yet are kept; who makes up more loses the oldest. */
const MOST = 64;

/**
 * Keeps a letter of a Friend's device that is not on the card we have: its contact card may come after it, by another way.
 * In a transaction.
 */
export async function keepEarly(service: Service, letter: ReadLetter, sealed: Uint8Array): Promise<void> {
  const { db } = service;
  const [user, device] = [hex(letter.from), hex(letter.device)];
  const friend = await db.friends.get(user);
  if (friend?.state !== 'friend' || (await db.devices.get(device)) !== undefined) return;
  if (decodeAs(Card, friend.card.card).revoked.some((one) => hex(one) === device)) return;
  const kept = await keptOf(service, user);
  if (kept.some((one) => hex(one) === hex(sealed))) return;
  await db.settings.put({ key: keyOf(user), value: [...kept, sealed].slice(-MOST) });
}

/** Gives what was kept of a Friend's new devices, to be read now, and keeps it no more. In a transaction. */
export async function takeEarly(service: Service, user: string): Promise<Uint8Array[]> {
  const kept = await keptOf(service, user);
  if (kept.length > 0) await service.db.settings.delete(keyOf(user));
  return kept;
}

async function keptOf({ db }: Service, user: string): Promise<Uint8Array[]> {
  // What this file put there, and nobody else.
  return ((await db.settings.get(keyOf(user)))?.value as Uint8Array[] | undefined) ?? [];
}

function keyOf(user: string): string {
  return `early:${user}`;
}
