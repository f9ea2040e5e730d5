import { fromHex } from '../../bytes.ts';
import { sealChunk } from '../../crypto/chunk.ts';
import { entrySeed, readEntry } from '../../crypto/entry.ts';
import type { NewItem } from '../../crypto/item.ts';
import { entryId } from '../../crypto/outside.ts';
import { proveAppend, proveEdit, signChunk } from '../../crypto/rights.ts';
import { vaultItemKey } from '../../crypto/vault.ts';
import type { VaultRow, VaultWriting } from '../../db/vault.ts';
import type { Args, Result } from '../../protocol/command.ts';
import { append, create, edit, putChunk } from '../../protocol/commands/content.ts';
import { CommandError } from '../../protocol/errors.ts';
import type { Blob } from '../../protocol/inside.ts';
import { LIMITS } from '../../protocol/item.ts';
import { askContent } from '../ask.ts';
import { askPaid } from '../identity/pay.ts';
import { secretsOf } from '../identity/secrets.ts';
import { DONE, type Outcome, type Performer } from '../outbox/outcome.ts';
import type { Service } from '../service.ts';
import { fetchSlots } from './fetch.ts';
import { markPage, readPage } from './page.ts';
import { myVault } from './place.ts';
import { startWriting } from './write.ts';

/**
 * Brings what changed since the last time to the vault at one server: the whole database first, then differences, and a
 * whole copy again when they have become many. The copy before stays until the new one is there whole.
 */
export const performVault: Performer<'vault'> = async (service, { id, args: { server } }) => {
  const vault = await myVault(service);
  const row = await makeVault(service, vault, server, id);
  const writing = row.writing ?? (await startWriting(service, vault, server));
  if (writing === null) return DONE;
  try {
    const done = await putEntry(service, vault, row, writing, id);
    // Where an entry stands does not change with its edits.
    const at = row.slots.find(({ slot }) => slot === writing.slot)?.at ?? done.at;
    await putChunks(service, vault, row, writing, at);
    return { is: 'done', write: () => written(service, server, writing, at, done.standing.rev) };
  } catch (error) {
    if (!(error instanceof CommandError && error.code === 'conflict')) throw error;
    return await anew(service, vault, server);
  }
};

/** Makes the vault where it is not there yet. A credential pays for it. */
async function makeVault(service: Service, vault: NewItem, server: string, id: string): Promise<VaultRow> {
  const { db } = service;
  const row = await db.vaults.get(server);
  if (row?.made === true) return row;
  const args = { record: vault.record, appendKeys: [], entries: [] };
  const purpose = `${id}:make`;
  const made = await askPaid(service, {
    server: fromHex(server),
    command: create,
    args,
    purpose,
    drop: null,
  });
  const fresh: VaultRow = { server, made: true, slots: [], number: 0, base: 0, rev: made.standing.rev };
  await db.vaults.put(fresh);
  return fresh;
}

async function putEntry(
  service: Service,
  vault: NewItem,
  row: VaultRow,
  { slot, entry, seen }: VaultWriting,
  id: string,
): Promise<Result<typeof append>> {
  const { p } = service;
  const { drop, ownerSeed: seed } = vault;
  const server = fromHex(row.server);
  const there = row.slots.find((one) => one.slot === slot);
  if (there !== undefined) {
    const proof = proveEdit(p, seed, drop, 0, entry);
    return await askContent(service, server, edit, { drop, gen: 0, ...proof, at: there.at, entry });
  }
  const proof = proveAppend(p, seed, drop, 0, [entry]);
  const args: Args<typeof append> = { drop, gen: 0, ...proof, seen, entries: [entry] };
  const purpose = `${id}:${p.sha256(entry.sig).slice(0, 8).join('-')}`;
  return await askPaid(service, { server, command: append, args, purpose, drop: `${row.server}:vault` });
}

async function putChunks(
  service: Service,
  vault: NewItem,
  row: VaultRow,
  { entry, plaintext }: VaultWriting,
  at: number,
): Promise<void> {
  const { p, db } = service;
  const { seed, vault: vaultKey } = await secretsOf(db);
  const { drop } = vault;
  const id = entryId(p, entry.key, entry.number);
  const blob = blobOf(service, drop, vaultKey, entry);
  for (let i = 0; i < blob.count; i++) {
    const part = plaintext.subarray(i * LIMITS.chunk, (i + 1) * LIMITS.chunk);
    const bytes = sealChunk(p, { drop, entry: id }, blob, i, part);
    const placed = { drop, entry: id, rev: entry.rev, number: blob.first + i, bytes };
    const sig = signChunk(p, entrySeed(p, seed, drop), placed);
    await askContent(service, fromHex(row.server), putChunk, { ...placed, at, sig });
  }
}

function blobOf({ p }: Service, drop: Uint8Array, vaultKey: Uint8Array, entry: VaultWriting['entry']): Blob {
  const read = readEntry(p, { drop, itemKey: vaultItemKey(p, vaultKey) }, entry);
  if (read === null || !('parts' in read.body)) throw new TypeError('not a page of ours');
  return read.body.parts;
}

/** In a transaction. */
async function written(
  service: Service,
  server: string,
  writing: VaultWriting,
  at: number,
  rev: number,
): Promise<void> {
  const { db } = service;
  const row = await db.vaults.get(server);
  if (row === undefined) return;
  const { slot, number, base, entry, plaintext } = writing;
  const others = row.slots.filter((one) => one.slot !== slot);
  const slots = [...others, { slot, rev: entry.rev, at, number }];
  const whole = number === base;
  const next: VaultRow = { server, made: true, slots, number, base, rev: Math.max(rev, row.rev) };
  const holds = whole ? slot : row.holds;
  await db.vaults.put(holds === undefined ? next : { ...next, holds });
  await markPage(service, server, readPage(plaintext), whole);
}

/** Another device wrote this vault: its pages are looked at, and a whole copy follows behind them. */
async function anew(service: Service, vault: NewItem, server: string): Promise<Outcome> {
  const found = await fetchSlots(service, vault, fromHex(server));
  const write = async () => {
    const number = Math.max(0, ...found.slots.map((one) => one.number));
    await service.db.vaults.put({ server, made: true, slots: found.slots, number, base: 0, rev: found.rev });
  };
  return { is: 'later', at: 0, write };
}
