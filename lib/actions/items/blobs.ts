import { fromHex, fromUtf8, hex } from '../../bytes.ts';
import { openBlob } from '../../crypto/chunk.ts';
import type { Body, EntryRow, ItemRow } from '../../db/items.ts';
import { getChunk } from '../../protocol/commands/content.ts';
import { CommandError, MalformedError } from '../../protocol/errors.ts';
import type { Blob } from '../../protocol/inside.ts';
import { askContent } from '../ask.ts';
import type { Service } from '../service.ts';
import { rowKey, signingDrop } from './mine.ts';

/** The large bytes a body points to, in the order of their chunks. */
export function blobsOf(body: Body): Blob[] {
  if ('unknown' in body || (body.is !== 'post' && body.is !== 'comment')) return [];
  return [...body.photos, ...(body.long === undefined ? [] : [body.long])].sort((a, b) => a.first - b.first);
}

/** What names large bytes: the entry that points to them, and their hash, all hex. */
export interface BlobName {
  drop: string;
  entry: string;
  hash: string;
}

/**
 * The bytes of a photo (or of a long text), from the database, or from the server on demand: then they are checked and
 * kept. Throws CommandError `absent` where nothing points to them or the server has not all chunks yet, MalformedError for
 * bytes that are others, and what asking throws.
 */
export async function loadBlob(
  service: Service,
  args: BlobName,
): Promise<{ bytes: Uint8Array; type: string }> {
  return await service.alone(`blob:${args.hash}`, async () => {
    const kept = await service.db.blobs.get(args.hash);
    if (kept !== undefined) return { bytes: kept.bytes, type: kept.type };
    const [item, row] = await rowsOf(service, args);
    const blob = row.body === null ? undefined : blobsOf(row.body).find((one) => hex(one.hash) === args.hash);
    if (blob === undefined) throw new CommandError('absent');
    const bytes = await fetchBlob(service, item, row, blob);
    const type = 'type' in blob && typeof blob.type === 'string' ? blob.type : 'text/plain';
    await service.db.blobs.put({ hash: args.hash, bytes, type, drops: [args.drop] });
    return { bytes, type };
  });
}

/** The whole text of a post or comment whose entry holds its beginning alone. Errors as loadBlob. */
export async function loadText(service: Service, args: { drop: string; entry: string }): Promise<string> {
  const [, row] = await rowsOf(service, args);
  const { body } = row;
  if (body === null || !('text' in body)) throw new CommandError('absent');
  if (body.long === undefined) return body.text;
  return fromUtf8((await loadBlob(service, { ...args, hash: hex(body.long.hash) })).bytes);
}

async function rowsOf(
  { db }: Service,
  { drop, entry }: Pick<BlobName, 'drop' | 'entry'>,
): Promise<[ItemRow, EntryRow]> {
  const [item, row] = [await db.items.get(drop), await db.entries.get(rowKey(drop, entry))];
  if (item === undefined || row === undefined) throw new CommandError('absent');
  return [item, row];
}

async function fetchBlob(service: Service, item: ItemRow, row: EntryRow, blob: Blob): Promise<Uint8Array> {
  if (row.stored === undefined) throw new CommandError('absent');
  const entry = fromHex(row.entry);
  const chunks: Uint8Array[] = [];
  for (let i = 0; i < blob.count; i++) {
    const place = { id: item.id, entry, rev: row.stored.rev, number: blob.first + i };
    chunks.push((await askContent(service, item.server, getChunk, place)).bytes);
  }
  const bytes = openBlob(service.p, { drop: signingDrop(service, item), entry }, blob, chunks);
  if (bytes === null) throw new MalformedError('other bytes than the entry names');
  return bytes;
}
