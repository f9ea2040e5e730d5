import { findDevice } from '../../crypto/card.ts';
import type { CredentialRow } from '../../db/identity.ts';
import { decodeAs } from '../../protocol/command.ts';
import { Card } from '../../protocol/identity.ts';
import type { Service } from '../service.ts';
import { chance } from './chance.ts';
import { profileOf, secretsOf } from './secrets.ts';

/**
 * Where in the user's shared credentials this device begins, from 0 up to 1: its number on the card with its bits turned
 * round, so that device 0 begins at 0, 1 at a half, 2 at a quarter, 3 at three quarters. Devices meet only after a good part
 * of the day's is spent. A nonce shown twice would tell servers that two deeds are of one user.
 */
export async function placeOf(service: Service): Promise<number> {
  const { db, p } = service;
  const { card } = await profileOf(db);
  const { device } = await secretsOf(db);
  const own = findDevice(decodeAs(Card, card.card), p.signKey(device));
  let place = 0;
  for (let rest = own?.number ?? 0, part = 0.5; rest > 0; rest = Math.floor(rest / 2), part /= 2)
    place += (rest % 2) * part;
  return place;
}

/** When the credential of this index has its turn at a device that begins at `place`: round from there. */
export function turnOf(place: number, index: number, count: number): number {
  return (index - Math.floor(place * count) + count) % count;
}

/**
 * The credential to use next; undefined where none is free. In this device's order, until one was refused: then another
 * device, or a copy of this database, goes the same way, and chance parts them. `rows`: all of an epoch.
 */
export function nextFree(service: Service, rows: CredentialRow[]): CredentialRow | undefined {
  const free = rows.filter((one) => one.deed === '').sort((a, b) => (a.turn ?? 0) - (b.turn ?? 0));
  return free[rows.some((one) => one.refused) ? chance(service, free.length) : 0];
}
