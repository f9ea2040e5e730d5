import { hex, same } from '../../bytes.ts';
import { CardError, findDevice, userOf } from '../../crypto/card.ts';
import { checkCard } from '../../crypto/identity.ts';
import { type OpenedLetter, openLetter } from '../../crypto/letter.ts';
import type { FriendRow } from '../../db/people.ts';
import { decodeAs } from '../../protocol/command.ts';
import { MalformedError } from '../../protocol/errors.ts';
import { Card, type SignedCard } from '../../protocol/identity.ts';
import { isKnown } from '../../protocol/inside.ts';
import type { LetterEvent, ReadLetter } from '../../protocol/letter.ts';
import { heardRoot } from '../identity/root.ts';
import { letterSecrets } from '../identity/secrets.ts';
import { letHelperForget } from '../peers/forget.ts';
import type { Service } from '../service.ts';
import { keepInLog } from './chain.ts';
import { keepEarly, takeEarly } from './early.ts';
import type { Handler, Sender } from './handler.ts';
import { FROM_STRANGERS, HANDLERS } from './handlers.ts';
import { type Forgotten, takeReceipt } from './receipts.ts';
import { myDevice } from './tell.ts';

/**
 * Reads one sealed letter out of a mailbox, and everything it does is in the database when this resolves. What is no
 * letter to this device, is forged, of nobody we deal with, or was read before, changes nothing. False where this device
 * cannot open it: it may be for another one of this user.
 */
export async function receive(service: Service, box: Sender['box'], sealed: Uint8Array): Promise<boolean> {
  const opened = await open(service, sealed);
  if (opened === null) return false;
  const received = await service.db.atomically(async () => {
    const sender = await senderOf(service, box, opened.letter);
    if (sender === null && box === 'friends') await keepEarly(service, opened.letter, sealed);
    if (sender === null || !(await keepInLog(service, sender, opened))) return null;
    let forgotten: Forgotten | null = null;
    if (sender.friend?.state === 'friend') {
      forgotten = await takeReceipt(service, sender.device, opened.letter);
      await heardRoot(service, opened.letter.root, sender.user);
    }
    for (const event of opened.letter.events) if (isKnown(event)) await handle(service, sender, event);
    return forgotten;
  });
  if (received !== null) letHelperForget(service, received.log, received.upTo);
  if (cardIn(opened.letter) !== null) await receiveEarly(service, hex(opened.letter.from));
  return true;
}

/** A card came: letters of that Friend's devices that came before it are read now. */
async function receiveEarly(service: Service, user: string): Promise<void> {
  for (const sealed of await service.db.atomically(() => takeEarly(service, user)))
    await receive(service, 'friends', sealed);
}

async function open(service: Service, sealed: Uint8Array): Promise<OpenedLetter | null> {
  const { db, p } = service;
  const [device, secrets] = await Promise.all([db.keys.get('device'), letterSecrets(db)]);
  if (device === undefined) return null;
  const me = p.signKey(device.bytes);
  for (const { bytes } of secrets) {
    const opened = openLetter(p, bytes, me, sealed);
    if (opened !== null) return opened;
  }
  return null;
}

async function handle(service: Service, sender: Sender, event: LetterEvent): Promise<void> {
  const { db } = service;
  const friend = await db.friends.get(sender.user);
  const from: Sender = { ...sender, friend };
  if (friend?.state !== 'friend' && !mayTell(friend, event)) return;
  // The table has the right handler for each kind; the compiler cannot follow the pair.
  const handler = HANDLERS[event.is] as Handler<LetterEvent['is']>;
  await handler(service, from, event);
}

/** What somebody who is no Friend is heard with; of who asks to be one, which helper is theirs, too. */
function mayTell(friend: FriendRow | undefined, { is }: LetterEvent): boolean {
  return FROM_STRANGERS.includes(is) || (is === 'address' && friend?.state === 'asking');
}

/** Who a letter is from; null where its device is not one of that account, or the account is none we hear. */
async function senderOf(service: Service, box: Sender['box'], letter: ReadLetter): Promise<Sender | null> {
  const { db, p } = service;
  const [user, device] = [hex(letter.from), hex(letter.device)];
  const [own, friend] = await Promise.all([myDevice(service), db.friends.get(user)]);
  if (device === own) return null;
  if (friend?.state === 'blocked' || (box === 'friends' && friend === undefined)) return null;
  // Somebody unknown is heard when they ask to be a Friend, and for nothing else.
  const asks = letter.events.some((event) => event.is === 'request');
  if (friend === undefined && !asks) return null;
  const known = friend && decodeAs(Card, friend.card.card);
  const shown = cardIn(letter);
  const card = shown === null ? undefined : readCard(service, shown, known ?? null);
  if (card === null) return null;
  const newest = card ?? known;
  if (newest === undefined || !same(userOf(p, newest.account), letter.from)) return null;
  const revoked = newest.revoked.some((one) => same(one, letter.device));
  if (revoked || findDevice(newest, letter.device) === null) return null;
  return { user, device, box, friend, shown: shown && card ? { signed: shown, card } : undefined };
}

function cardIn({ events }: ReadLetter): SignedCard | null {
  for (const event of events) {
    if (!isKnown(event)) continue;
    if (event.is === 'request' || event.is === 'accept') return event.card;
    if (event.is === 'contact') return event.contact.card;
  }
  return null;
}

/** The card a letter brings; undefined for one we have passed already, null for a wrong one. */
function readCard({ p }: Service, shown: SignedCard, known: Card | null): Card | null | undefined {
  try {
    return checkCard(p, shown, known);
  } catch (error) {
    if (error instanceof CardError && error.code === 'conflict') return undefined;
    if (error instanceof CardError || error instanceof MalformedError) return null;
    throw error;
  }
}
