import { hex } from '../bytes.ts';
import { isKnown } from '../protocol/inside.ts';
import { type Entry, LIMITS, type StoredEntry } from '../protocol/item.ts';
import type { Seen } from './author.ts';
import { openBlob, sealBlob } from './chunk.ts';
import { entrySeed, readEntry, writeEntry } from './entry.ts';
import { type NewItem, newItem, vaultSalt } from './item.ts';
import { entryId } from './outside.ts';
import type { Primitives } from './primitives.ts';
import { derive, tagged } from './tagged.ts';
import type { ClientPrimitives } from './xchacha.ts';

/** The vault (DESIGN section 3): the user's own item that holds the sealed database, found again with the phrase alone. */

/** Key of the vault's entries: K("vault item", vault key, ""), generation 0. */
export function vaultItemKey(p: Primitives, vaultKey: Uint8Array): Uint8Array {
  return derive(p, 'vault item', vaultKey, new Uint8Array(0), 32);
}

/** The vault of a content seed: nobody but its owner appends. The same every time, so that recovery finds it. */
export function vaultOf(p: Primitives, contentSeed: Uint8Array): NewItem {
  const salt = vaultSalt(p);
  return newItem(p, contentSeed, {
    kind: 'vault',
    salt,
    quota: LIMITS.quota,
    append: 'owners',
    comments: false,
  });
}

/** Operators (ids of the network file) in the order a vault is put at and sought: by T("vault place", vault id, operator). */
export function vaultOrder(p: Primitives, id: Uint8Array, operators: string[]): string[] {
  const placed = operators.map((operator) => ({
    operator,
    place: hex(tagged(p, 'vault place', id, operator)),
  }));
  return placed.sort((a, b) => (a.place < b.place ? -1 : 1)).map(({ operator }) => operator);
}

/** Who writes pages of a vault. */
export interface VaultWriter {
  contentSeed: Uint8Array;
  deviceSeed: Uint8Array;
  vaultKey: Uint8Array;
  drop: Uint8Array;
}

/** Seals page `number` of the database as revision `rev` of the entry with this entry number (16): the entry and its chunks. */
export function writePage(
  p: ClientPrimitives,
  writer: VaultWriter,
  at: { number: Uint8Array; rev: number; seen: Seen },
  page: number,
  plaintext: Uint8Array,
): { entry: Entry; chunks: Iterable<Uint8Array> } {
  const { contentSeed, drop } = writer;
  const entry = entryId(p, p.signKey(entrySeed(p, contentSeed, drop)), at.number);
  const { blob, chunks } = sealBlob(p, { drop, entry }, plaintext);
  const itemKey = vaultItemKey(p, writer.vaultKey);
  const body = { is: 'page' as const, number: page, parts: blob };
  return { entry: writeEntry(p, { ...writer, ...at, itemKey, gen: 0, body, chunks: blob.count }), chunks };
}

/** Page number and database bytes of a page and its chunks; null where anything is wrong. */
export function readPage(
  p: ClientPrimitives,
  vault: { vaultKey: Uint8Array; drop: Uint8Array },
  stored: Entry | StoredEntry,
  chunks: Uint8Array[],
): { number: number; plaintext: Uint8Array } | null {
  const { drop } = vault;
  const read = readEntry(p, { drop, itemKey: vaultItemKey(p, vault.vaultKey) }, stored);
  if (read === null || !isKnown(read.body) || read.body.is !== 'page') return null;
  const plaintext = openBlob(p, { drop, entry: read.id }, read.body.parts, chunks);
  return plaintext && { number: read.body.number, plaintext };
}
