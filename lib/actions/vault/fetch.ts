import { fromHex, hex, same } from '../../bytes.ts';
import { openBlob } from '../../crypto/chunk.ts';
import { entrySeed, readEntry } from '../../crypto/entry.ts';
import type { NewItem } from '../../crypto/item.ts';
import { checkEntry, entryId } from '../../crypto/outside.ts';
import { checkStanding } from '../../crypto/standing.ts';
import { vaultItemKey } from '../../crypto/vault.ts';
import type { VaultSlot } from '../../db/vault.ts';
import type { Args } from '../../protocol/command.ts';
import { getChunk, read } from '../../protocol/commands/content.ts';
import { CommandError, MalformedError } from '../../protocol/errors.ts';
import type { Blob } from '../../protocol/inside.ts';
import type { StoredEntry } from '../../protocol/item.ts';
import { askContent } from '../ask.ts';
import type { Service } from '../service.ts';
import { type Page, readPage } from './page.ts';
import { DIFFERENCES, slotNumber, WHOLE } from './place.ts';

const MOST = 20;

/** What a vault is opened with. */
export interface VaultKeys {
  contentSeed: Uint8Array;
  vaultKey: Uint8Array;
}

/** A vault as a server shows it: the standing's revision, and the entries that are this user's. */
export interface FoundVault {
  server: string;
  rev: number;
  entries: StoredEntry[];
}

/**
 * The vault at one server; null where it has none. Throws MalformedError for a standing or an entry that is not signed,
 * and what asking throws.
 */
export async function fetchVault(
  service: Service,
  vault: NewItem,
  contentSeed: Uint8Array,
  server: Uint8Array,
): Promise<FoundVault | null> {
  const { p } = service;
  const me = p.signKey(entrySeed(p, contentSeed, vault.drop));
  const entries: StoredEntry[] = [];
  let args: Args<typeof read> = { id: vault.id };
  for (let page = 0; ; page++) {
    const answer = await askOrNull(service, server, args);
    if (answer === null) return null;
    const { standing } = answer;
    if (!checkStanding(p, server, vault.drop, standing)) throw new MalformedError('an unsigned vault');
    for (const entry of answer.entries) {
      if (entry.gone !== undefined || !same(entry.key, me)) continue;
      if (!checkEntry(p, vault.drop, entry)) throw new MalformedError('a forged page');
      entries.push(entry);
    }
    if (answer.before === undefined || answer.entries.length === 0 || page >= MOST)
      return { server: hex(server), rev: standing.rev, entries };
    args = { id: vault.id, before: answer.before };
  }
}

async function askOrNull(service: Service, server: Uint8Array, args: Args<typeof read>) {
  try {
    return await askContent(service, server, read, args);
  } catch (error) {
    if (error instanceof CommandError && ['absent', 'deleted', 'moved'].includes(error.code)) return null;
    throw error;
  }
}

/** The slots of this user's own vault at a server, as another device left them. Errors as fetchVault. */
export async function fetchSlots(
  service: Service,
  vault: NewItem,
  server: Uint8Array,
): Promise<{ slots: VaultSlot[]; rev: number }> {
  const { contentSeed, vaultKey } = await keysOf(service);
  const found = await fetchVault(service, vault, contentSeed, server);
  return { slots: found === null ? [] : slotsOf(service, vault, vaultKey, found), rev: found?.rev ?? 0 };
}

async function keysOf({ db }: Service): Promise<VaultKeys> {
  const [seed, vault] = await db.keys.bulkGet(['seed', 'vault']);
  if (seed === undefined || vault === undefined) throw new CommandError('absent');
  return { contentSeed: seed.bytes, vaultKey: vault.bytes };
}

/** Which entry is in which slot, and the number of the page it holds. */
export function slotsOf(
  service: Service,
  vault: NewItem,
  vaultKey: Uint8Array,
  found: FoundVault,
): VaultSlot[] {
  const { p } = service;
  const itemKey = vaultItemKey(p, vaultKey);
  return found.entries.flatMap((entry) => {
    const slot = slotAt(service, entry);
    const said = readEntry(p, { drop: vault.drop, itemKey }, entry);
    if (slot === null) return [];
    const number = said !== null && 'parts' in said.body ? said.body.number : 0;
    return [{ slot, rev: entry.rev, at: entry.at, number }];
  });
}

function slotAt(service: Service, entry: StoredEntry): number | null {
  for (let slot = 0; slot < WHOLE + DIFFERENCES; slot++)
    if (same(entry.number, slotNumber(service, slot))) return slot;
  return null;
}

/**
 * The pages of a vault that make a database: the newest whole copy of which every chunk is there, and the differences to
 * it, in their order and without a gap. Null where no whole copy is there.
 */
export async function fetchPages(
  service: Service,
  vault: NewItem,
  vaultKey: Uint8Array,
  found: FoundVault,
): Promise<Page[] | null> {
  const { p } = service;
  const itemKey = vaultItemKey(p, vaultKey);
  const numbered = found.entries.flatMap((entry) => {
    const said = readEntry(p, { drop: vault.drop, itemKey }, entry);
    if (said === null || !('parts' in said.body)) return [];
    return [{ entry, number: said.body.number, blob: said.body.parts }];
  });
  const pages = new Map<number, Page>();
  for (const { entry, number, blob } of numbered) {
    const page = await fetchPage(service, vault, found.server, entry, blob);
    if (page !== null) pages.set(number, page);
  }
  const bases = [...pages].filter(([number, { base }]) => number === base).map(([number]) => number);
  if (bases.length === 0) return null;
  const base = Math.max(...bases);
  const out: Page[] = [];
  for (let number = base; pages.get(number)?.base === base; number++) {
    const page = pages.get(number);
    if (page !== undefined) out.push(page);
  }
  return out;
}

/** Null where a chunk is missing (it was being written) or wrong. */
async function fetchPage(
  service: Service,
  vault: NewItem,
  server: string,
  entry: StoredEntry,
  blob: Blob,
): Promise<Page | null> {
  const { p } = service;
  const id = entryId(p, entry.key, entry.number);
  const chunks: Uint8Array[] = [];
  for (let i = 0; i < blob.count; i++) {
    const place = { id: vault.id, entry: id, rev: entry.rev, number: blob.first + i };
    try {
      chunks.push((await askContent(service, fromHex(server), getChunk, place)).bytes);
    } catch (error) {
      if (error instanceof CommandError && error.code === 'absent') return null;
      throw error;
    }
  }
  const plaintext = openBlob(p, { drop: vault.drop, entry: id }, blob, chunks);
  return plaintext && readPage(plaintext);
}
