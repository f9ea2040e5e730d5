import { fromHex, hex } from '../../bytes.ts';
import { ownerSeed } from '../../crypto/item.ts';
import { proveDelete } from '../../crypto/rights.ts';
import type { LeavingStep } from '../../db/trust.ts';
import { erase } from '../../protocol/commands/content.ts';
import { leave } from '../../protocol/commands/id.ts';
import { CommandError } from '../../protocol/errors.ts';
import { askContent, askIdAsUser, withWord } from '../ask.ts';
import { secretsOf } from '../identity/secrets.ts';
import { deleteThread } from '../items/erase.ts';
import { removeEntry } from '../items/remove.ts';
import { runOutbox } from '../outbox/run.ts';
import type { Service } from '../service.ts';
import { myVault, vaultServers } from './place.ts';

/** Custody of letters is waited for so often, so many ms: longer than a helper needs to say yes or no. */
const WAITS = 120;
const WAIT = 100;

/** Something of the user's that could not be deleted yet, and where it lies. */
export interface Left {
  what: 'thread' | 'entry' | 'letters' | 'mailbox' | 'vault' | 'name';
  /** Drop, entry id, device or server, hex; empty for the name. */
  id: string;
}

/**
 * Takes everything of this user's out of the network: threads, entries elsewhere, mailboxes, vault, and last the name.
 * Friends are told of deleted threads. Answers what was not reached: call it again later; what is gone stays gone. The
 * name goes, and the database here is emptied, only when nothing else is left. `leavingView` shows how far it has come.
 */
export async function leaveAll(service: Service): Promise<{ left: Left[] }> {
  const { db } = service;
  const step = async (name: LeavingStep, all: number) =>
    void (await db.settings.put({ key: 'leaving', value: { step: name, all } }));
  await dropWaiting(service);
  const threads = await db.items.filter(({ mine, state }) => mine && state !== 'deleted').toArray();
  const entries = await ownEntries(service);
  const all = threads.length + entries.length;
  await step('items', all);
  for (const row of threads) await deleteThread(service, { drop: row.drop });
  for (const { drop, entry } of entries) await removeEntry(service, { drop, entry });
  await sendAll(service);
  const left = await undone(service);
  await step('mailboxes', all);
  left.push(...(await eraseBoxes(service)));
  await step('vault', all);
  left.push(...(await eraseVaults(service)));
  await step('name', all);
  if (left.length === 0) left.push(...(await giveUpName(service)));
  if (left.length === 0) await emptyAll(service);
  else await step('stopped', all);
  return { left };
}

/** Does all that is due, and waits for what the helper is bringing to Friends at this moment. */
async function sendAll(service: Service): Promise<void> {
  await runOutbox(service);
  for (let i = 0; i < WAITS && service.ways.underWay.size > 0; i++) {
    await new Promise<void>((resolve) => service.later(resolve, WAIT));
    await runOutbox(service);
  }
}

/** Nothing of this user is on this machine any more; the helper hears that nobody is a Friend. */
async function emptyAll(service: Service): Promise<void> {
  service.ways.stopWatching();
  await service.peers?.friends([]).catch(() => undefined);
  await service.db.atomically(async () => {
    for (const table of service.db.tables) await table.clear();
  });
}

/** What was still to be made is not made any more. */
async function dropWaiting({ db }: Service): Promise<void> {
  const kinds = [
    'put',
    'chunks',
    'change',
    'news',
    'read',
    'wall',
    'vault',
    'author',
    'check',
    'credentials',
  ];
  await db.deeds.where('kind').anyOf(kinds).delete();
}

async function ownEntries({ db }: Service) {
  const theirs = new Set(await db.items.filter((row) => !row.mine && row.state !== 'deleted').primaryKeys());
  const mine = await db.entries.filter((row) => row.mine && theirs.has(row.drop)).toArray();
  return mine.filter((row) => row.state !== 'removed');
}

async function undone({ db }: Service): Promise<Left[]> {
  const left: Left[] = [];
  for (const { kind, drop, id } of await db.deeds.toArray()) {
    if (kind === 'delete') left.push({ what: 'thread', id: drop });
    if (kind === 'remove') left.push({ what: 'entry', id: id.slice(id.lastIndexOf(':') + 1) });
  }
  for (const { device } of await db.lettersOut
    .filter(({ sent, receipt }) => sent === 0 && !receipt)
    .toArray())
    left.push({ what: 'letters', id: device });
  return left;
}

async function eraseBoxes(service: Service): Promise<Left[]> {
  const { db } = service;
  const { seed } = await secretsOf(db);
  const left: Left[] = [];
  for (const row of await db.mailboxes.toArray()) {
    const owner = ownerSeed(service.p, seed, row.salt);
    if (await isErased(service, row.server, row.drop, owner)) await db.mailboxes.delete(row.box);
    else left.push({ what: 'mailbox', id: hex(row.server) });
  }
  return left;
}

/** Wherever one may lie: an earlier network file may have put it elsewhere. */
async function eraseVaults(service: Service): Promise<Left[]> {
  const { db } = service;
  const vault = await myVault(service);
  const places = [
    ...vaultServers(service, vault.id).map(hex),
    ...(await db.vaults.toCollection().primaryKeys()),
  ];
  const left: Left[] = [];
  for (const server of new Set(places)) {
    if (await isErased(service, fromHex(server), vault.drop, vault.ownerSeed)) await db.vaults.delete(server);
    else left.push({ what: 'vault', id: server });
  }
  return left;
}

async function isErased(
  service: Service,
  server: Uint8Array,
  drop: Uint8Array,
  owner: Uint8Array,
): Promise<boolean> {
  try {
    await askContent(service, server, erase, { drop, ...proveDelete(service.p, owner, drop) });
    return true;
  } catch (error) {
    return error instanceof CommandError && ['absent', 'deleted'].includes(error.code);
  }
}

async function giveUpName(service: Service): Promise<Left[]> {
  try {
    await askIdAsUser(service, leave, {}, withWord);
    return [];
  } catch (error) {
    return error instanceof CommandError && error.code === 'absent' ? [] : [{ what: 'name', id: '' }];
  }
}
