import { hex } from '../../bytes.ts';
import { findDevice } from '../../crypto/card.ts';
import {
  accountOf,
  certifyDevice,
  contentSeed,
  makeLetterKey,
  signCard,
  vaultKey,
} from '../../crypto/identity.ts';
import { rootOf } from '../../crypto/phrase.ts';
import { vaultOf } from '../../crypto/vault.ts';
import { find } from '../../protocol/commands/id.ts';
import { CommandError } from '../../protocol/errors.ts';
import type { Card, Listing } from '../../protocol/identity.ts';
import { askId } from '../ask.ts';
import { makeContact } from '../friends/contact.ts';
import { thisWeek, today } from '../identity/clock.ts';
import { needCredentials } from '../identity/credentials.ts';
import { checkListing } from '../identity/listing.ts';
import { enqueueRead } from '../items/reading.ts';
import { beginNewLog } from '../letters/newlog.ts';
import { tell } from '../letters/tell.ts';
import { enqueue } from '../outbox/enqueue.ts';
import { forgetOwnAddresses } from '../peers/addresses.ts';
import type { Service } from '../service.ts';
import { type FoundVault, fetchPages, fetchVault, slotsOf } from './fetch.ts';
import { applyPage, type Page } from './page.ts';
import { vaultServers } from './place.ts';

/** Threads read again after restoring, the newest ones. */
const NEWEST = 50;

/** What restoring came to. */
export interface Restored {
  /** A vault was found and read. */
  vault: boolean;
  /** Content servers (ids, hex) that could not be asked: they might have had a newer one. */
  unasked: string[];
}

/**
 * Restores everything on an empty database from the recovery phrase, in a network that was joined: identity with a new
 * device, Friends, threads with their keys and the right to edit them, what waited to be sent. Credentials are fetched
 * anew, and are those the user's other devices have. All content servers are asked, and the newest vault that is whole
 * wins. Friends get the new device's keys, and tell it what passed since. Throws PhraseError as rootOf, CommandError
 * `conflict` where this database has an identity, `absent` where nobody is registered with this phrase, and what asking
 * throws.
 */
export async function restore(service: Service, args: { phrase: string }): Promise<Restored> {
  const { db, p } = service;
  if ((await db.profile.get('me')) !== undefined) throw new CommandError('conflict', 'not an empty database');
  const root = await rootOf(args.phrase);
  const account = accountOf(p, root);
  const listing = await askId(service, find, { user: account.user });
  const card = await checkListing(service, listing);
  const seed = contentSeed(p, root, card.seed);
  const keys = { contentSeed: seed, vaultKey: vaultKey(p, root) };
  const { found, unasked } = await askAll(service, seed);
  const vault = vaultOf(p, seed);
  let pages: Page[] | null = null;
  let source: FoundVault | undefined;
  for (const one of found) {
    pages ??= await fetchPages(service, vault, keys.vaultKey, one);
    if (pages !== null) source ??= one;
  }
  await db.atomically(async () => {
    for (const page of pages ?? []) await applyPage(db, page);
    const listed = await newDevice(service, root, card, listing);
    for (const one of found) {
      const slots = slotsOf(service, vault, keys.vaultKey, one);
      const number = Math.max(0, ...slots.map((slot) => slot.number));
      const row = { server: one.server, made: true, slots, number, base: 0, rev: one.rev };
      const holds = one === source ? slots.find((slot) => slot.number === pages?.[0]?.base)?.slot : undefined;
      await db.vaults.put(holds === undefined ? row : { ...row, holds });
    }
    await tellNewDevice(service);
    await readNewest(service);
    // the ID server takes this device's word once its card is there
    await needCredentials(service, [listed]);
  });
  return { vault: source !== undefined, unasked };
}

/** Every content server's copy, the one of the highest signed revision first. */
async function askAll(
  service: Service,
  seed: Uint8Array,
): Promise<{ found: FoundVault[]; unasked: string[] }> {
  const vault = vaultOf(service.p, seed);
  const found: FoundVault[] = [];
  const unasked: string[] = [];
  for (const server of vaultServers(service, vault.id)) {
    try {
      const one = await fetchVault(service, vault, seed, server);
      if (one !== null) found.push(one);
    } catch {
      unasked.push(hex(server));
    }
  }
  return { found: found.sort((a, b) => b.rev - a.rev), unasked };
}

/**
 * This device's own keys, certified by the account key, which is then forgotten; the card says so. Answers the card's deed.
 * In a transaction.
 */
async function newDevice(service: Service, root: Uint8Array, card: Card, listing: Listing): Promise<string> {
  const { db, p, now } = service;
  const account = accountOf(p, root);
  const device = p.random(32);
  const key = p.signKey(device);
  const week = thisWeek(service);
  const letter = makeLetterKey(p, device, week);
  const number = Math.max(...card.devices.map((one) => one.number)) + 1;
  const certificate = certifyDevice(p, account.seed, {
    device: key,
    number,
    seed: card.seed,
    day: today(service),
  });
  const next: Card = {
    ...card,
    number: card.number + 1,
    devices: [...card.devices, certificate],
    letterKeys: [letter.key, ...card.letterKeys.filter((one) => findDevice(card, one.device) !== null)].slice(
      0,
      16,
    ),
  };
  await db.keys.where('name').startsWith('letter:').delete();
  const made = now();
  await db.keys.bulkPut([
    { name: 'device', bytes: device, number: 0, made },
    { name: 'seed', bytes: contentSeed(p, root, card.seed), number: card.seed, made },
    { name: 'vault', bytes: vaultKey(p, root), number: 0, made },
    { name: `letter:${week}`, bytes: letter.secret, number: week, made },
  ]);
  const before = await db.profile.get('me');
  await db.profile.put({
    first: card,
    birth: { year: 1900, month: 1, day: 1 },
    leaves: [listing.proof.index],
    ...before,
    key: 'me',
    user: account.user,
    account: account.key,
    name: card.name,
    listing,
    card: signCard(p, account.seed, next),
    number: next.number,
  });
  return await enqueue(service, 'card', { number: next.number }, { id: `card:${next.number}` });
}

/** What went on in the threads since the vault was written is read again. In a transaction. */
async function readNewest(service: Service): Promise<void> {
  const rows = await service.db.items.orderBy('when').reverse().limit(NEWEST).toArray();
  for (const { drop, state } of rows)
    if (state === 'there' || state === 'closed') await enqueueRead(service, drop);
}

/**
 * New logs to everybody, with all that had no receipt. The new device's contact card goes first: it is what makes the
 * rest believed. In a transaction.
 */
async function tellNewDevice(service: Service): Promise<void> {
  const { db } = service;
  await forgetOwnAddresses(service);
  // the name of the other device's place at its helper
  await db.settings.delete('slot');
  await db.logsIn.clear();
  for (const row of await db.logsOut.toArray()) await beginNewLog(service, row.device);
  const waiting = await db.eventsOut.orderBy('n').toArray();
  await db.eventsOut.clear();
  for (const user of await db.friends.where('state').equals('friend').primaryKeys()) {
    const { contact, after } = await makeContact(service, user);
    await tell(service, user, [{ is: 'contact', contact }], { after });
  }
  await db.eventsOut.bulkAdd(waiting.map(({ device, user, event }) => ({ device, user, event })));
}
