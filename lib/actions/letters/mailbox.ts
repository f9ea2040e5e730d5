import { hex, readU32 } from '../../bytes.ts';
import { entryId } from '../../crypto/outside.ts';
import { proveAppend } from '../../crypto/rights.ts';
import { tagged } from '../../crypto/tagged.ts';
import { findWork } from '../../crypto/work.ts';
import type { FriendRow } from '../../db/people.ts';
import type { Args } from '../../protocol/command.ts';
import { append } from '../../protocol/commands/content.ts';
import { CommandError } from '../../protocol/errors.ts';
import type { Entry } from '../../protocol/item.ts';
import { askContent, networkFile } from '../ask.ts';
import { askPaid } from '../identity/pay.ts';
import type { Service } from '../service.ts';

/** More work is no brake but a refusal: about a minute of a slow machine. */
const MOST_BITS = 24;

/** Somebody's mailbox as we write to it. */
export interface Mailbox {
  box: 'friends' | 'strangers';
  server: Uint8Array;
  drop: Uint8Array;
  /** Seed of our append key; strangers have none. */
  append: Uint8Array | null;
  gen: number;
}

/** No mailbox is there any more; the strangers' one may be. */
export class MailboxGoneError extends Error {
  override name = 'MailboxGoneError';
}

/** The mailbox a Friend takes letters from us in; null where no contact card came yet. */
export function friendsMailbox({ mailbox }: FriendRow): Mailbox | null {
  return mailbox === undefined ? null : { box: 'friends', ...mailbox };
}

/** The mailbox their public card names; null where it names none. */
export function strangersMailbox({ strangers }: FriendRow): Mailbox | null {
  return strangers === undefined ? null : { box: 'strangers', ...strangers, append: null, gen: 0 };
}

/**
 * Puts one letter, sealed as an entry, into a mailbox. The same entry again changes nothing. At a strangers' mailbox a
 * credential pays, and work where the server asks for it. Throws MailboxGoneError, and what asking throws.
 */
export async function putLetter(service: Service, mailbox: Mailbox, entry: Entry): Promise<void> {
  const { p } = service;
  const { server, drop, gen } = mailbox;
  try {
    if (mailbox.append === null) return await putPaid(service, mailbox, entry);
    const proof = proveAppend(p, mailbox.append, drop, gen, [entry]);
    await askContent(service, server, append, { drop, gen, ...proof, seen: 0, entries: [entry] });
  } catch (error) {
    if (
      error instanceof CommandError &&
      ['absent', 'deleted', 'moved', 'rekeyed', 'forbidden'].includes(error.code)
    )
      throw new MailboxGoneError(error.code);
    throw error;
  }
}

async function putPaid(service: Service, { server, drop, gen }: Mailbox, entry: Entry): Promise<void> {
  const { p } = service;
  const id = entryId(p, entry.key, entry.number);
  // Anybody may append here: the key only says that these entries belong together.
  const proof = proveAppend(p, p.sha256(id), drop, gen, [entry]);
  const args: Args<typeof append> = { drop, gen, ...proof, seen: 0, entries: [entry] };
  const paid = { server, command: append, purpose: `letter:${hex(id)}`, drop: null };
  try {
    await askPaid(service, { ...paid, args });
  } catch (error) {
    if (!(error instanceof CommandError && error.code === 'work-needed')) throw error;
    const start = readU32(service.random(4));
    const bits = Math.min(Number(error.detail ?? networkFile(service).strangerBits), MOST_BITS);
    const work = await findWork(p, tagged(p, 'append work', drop, id), bits, start);
    await askPaid(service, { ...paid, args: { ...args, work }, purpose: `${paid.purpose}:work` });
  }
}
