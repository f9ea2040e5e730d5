import { same } from '../../bytes.ts';
import {
  accountOf,
  certifyDevice,
  contentSeed,
  makeLetterKey,
  signCard,
  vaultKey,
} from '../../crypto/identity.ts';
import { newPhrase, rootOf } from '../../crypto/phrase.ts';
import type { KeyRow, ProfileRow } from '../../db/identity.ts';
import { CommandError } from '../../protocol/errors.ts';
import type { Card } from '../../protocol/identity.ts';
import { nameFault, tidyName } from '../../protocol/names.ts';
import { enqueue } from '../outbox/enqueue.ts';
import type { Service } from '../service.ts';
import { thisWeek, today } from './clock.ts';
import { drawMailboxes, type NewMailboxes } from './mailboxes.ts';

export interface NewPerson {
  name: string;
  birth: { year: number; month: number; day: number };
  about?: string;
}

/**
 * Makes this user's identity and puts registering, mailboxes and credentials into the outbox. Answers the recovery
 * phrase (24 words): it is shown once and kept nowhere, nor is anything from which devices could be made.
 * Throws CommandError `name-refused` for what is no name, `conflict` where this database has an identity.
 */
export async function createIdentity(service: Service, person: NewPerson): Promise<{ phrase: string }> {
  const { db, p } = service;
  if (nameFault(person.name) !== null) throw new CommandError('name-refused');
  if ((await db.profile.get('me')) !== undefined) throw new CommandError('conflict');
  const phrase = newPhrase(p);
  const root = await rootOf(phrase);
  const made = makePerson(service, root, person);
  await db.atomically(async () => {
    await db.keys.bulkPut(made.keys);
    await db.profile.put(made.profile);
    await db.mailboxes.bulkPut(Object.values(made.boxes));
    await enqueueStart(service);
  });
  return { phrase };
}

/** A refused name is chosen anew: the account key, which signs number 0, comes from the phrase once more. */
export async function chooseName(service: Service, args: { phrase: string; name: string }): Promise<void> {
  const { db, p } = service;
  if (nameFault(args.name) !== null) throw new CommandError('name-refused');
  const account = accountOf(p, await rootOf(args.phrase));
  await db.atomically(async () => {
    const profile = await db.profile.get('me');
    if (profile === undefined || profile.listing !== undefined) throw new CommandError('conflict');
    if (!same(account.key, profile.account)) throw new CommandError('forbidden');
    const name = tidyName(args.name);
    const card = signCard(p, account.seed, { ...profile.first, name, number: 0 });
    await db.profile.update('me', { name, card, number: 0, first: { ...profile.first, name } });
    await enqueue(service, 'register', { work: null }, { id: 'register' });
  });
}

/** What has to be done for a new user, in its order: nothing can be paid for before the name is there. */
async function enqueueStart(service: Service): Promise<void> {
  await enqueue(service, 'register', { work: null }, { id: 'register' });
  const epoch = today(service);
  const credentials = `credentials:${epoch}`;
  await enqueue(service, 'credentials', { epoch }, { id: credentials, after: ['register'] });
  for (const box of ['strangers', 'friends'] as const)
    await enqueue(service, 'mailbox', { box }, { id: `mailbox:${box}`, after: ['register', credentials] });
}

interface Made {
  keys: KeyRow[];
  profile: ProfileRow;
  boxes: NewMailboxes;
}

function makePerson(service: Service, root: Uint8Array, person: NewPerson): Made {
  const { p } = service;
  const account = accountOf(p, root);
  const device = p.random(32);
  const seed = contentSeed(p, root, 0);
  const boxes = drawMailboxes(service, seed);
  const week = thisWeek(service);
  const letter = makeLetterKey(p, device, week);
  const certificate = certifyDevice(p, account.seed, {
    device: p.signKey(device),
    number: 0,
    seed: 0,
    day: today(service),
  });
  const first: Card = {
    account: account.key,
    name: tidyName(person.name),
    number: 0,
    seed: 0,
    devices: [certificate],
    revoked: [],
    letterKeys: [letter.key],
    mailbox: { server: boxes.strangers.server, drop: boxes.strangers.drop },
  };
  if (person.about !== undefined) first.about = person.about;
  const made = service.now();
  return {
    keys: [
      { name: 'device', bytes: device, number: 0, made },
      { name: 'seed', bytes: seed, number: 0, made },
      { name: 'vault', bytes: vaultKey(p, root), number: 0, made },
      { name: `letter:${week}`, bytes: letter.secret, number: week, made },
    ],
    profile: {
      key: 'me',
      user: account.user,
      account: account.key,
      name: first.name,
      first,
      card: signCard(p, account.seed, first),
      number: 0,
      leaves: [],
      birth: person.birth,
    },
    boxes,
  };
}
