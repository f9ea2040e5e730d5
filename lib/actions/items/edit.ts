import { fromHex, hex } from '../../bytes.ts';
import type { BlobRow, EntryRow } from '../../db/items.ts';
import { CommandError } from '../../protocol/errors.ts';
import type { Photo } from '../../protocol/inside.ts';
import type { Picture, Service } from '../service.ts';
import { loadBlob } from './blobs.ts';
import { handFor, rowKey } from './mine.ts';
import { type NewPhoto, preparePhotos } from './photos.ts';
import { type Words, writeWords } from './words.ts';
import { enqueuePut, writableItem } from './writable.ts';

export interface Edited extends Words {
  drop: string;
  entry: string;
  /** Photos of before that stay (hashes, hex); all where left out. */
  keep?: string[];
  photos?: NewPhoto[];
}

/**
 * Changes an own post or comment: earlier versions stay with it, and it is marked as edited. Throws PhotoError;
 * CommandError `absent`, `deleted`, `forbidden` for an entry that is not ours, and as writeWords; what asking throws where a
 * photo is at the server alone.
 */
export async function edit(service: Service, args: Edited): Promise<void> {
  const { db } = service;
  const item = await writableItem(service, args.drop);
  const row = await ownWords(service, args);
  const hand = await handFor(service, item);
  if (row.by !== hex(hand.key)) throw new CommandError('forbidden', 'written with another key');
  const kept = await keptPictures(service, row, args.keep);
  const pictures = [...kept, ...(await preparePhotos(service, args.photos ?? []))];
  const place = { drop: hand.drop, entry: fromHex(row.entry) };
  const { body: words, blobs } = writeWords(service, place, args, pictures);
  await db.atomically(async () => {
    const now = await ownWords(service, args);
    const { body } = now;
    if (body === null || 'unknown' in body || (body.is !== 'post' && body.is !== 'comment')) return;
    const { long: _, ...rest } = body;
    const next = { ...rest, ...words, when: body.when };
    await keepBlobs(service, blobs);
    const before = now.sent < now.want ? now.before : [...now.before, earlier(now)];
    await db.entries.put({ ...now, body: next, before, want: now.want + 1, state: 'waiting' });
    await enqueuePut(service, args.drop, args.entry);
    const id = `edit:${now.key}:${now.want + 1}`;
    await db.activities.put({ id, is: 'edit', when: service.now(), drop: args.drop, entry: args.entry });
  });
}

async function ownWords({ db }: Service, args: { drop: string; entry: string }): Promise<EntryRow> {
  const row = await db.entries.get(rowKey(args.drop, args.entry));
  if (row === undefined || row.state === 'removed') throw new CommandError('absent', 'no such entry');
  if (!row.mine || row.body === null || !('text' in row.body)) throw new CommandError('forbidden');
  return row;
}

function earlier(row: EntryRow): EntryRow['before'][number] {
  if (row.body === null) throw new CommandError('absent');
  return { rev: row.stored?.rev ?? 0, body: row.body, when: row.when };
}

/** Photos that stay go to the server again, with the new revision: an entry's chunks go with it. After a restore they are there alone. */
async function keptPictures(
  service: Service,
  { body, drop, entry }: EntryRow,
  keep: string[] | undefined,
): Promise<{ picture: Picture; alt: string }[]> {
  const photos: Photo[] = body !== null && 'photos' in body ? body.photos : [];
  const out: { picture: Picture; alt: string }[] = [];
  for (const { hash, type, width, height, alt } of photos) {
    if (keep !== undefined && !keep.includes(hex(hash))) continue;
    const { bytes } = await loadBlob(service, { drop, entry, hash: hex(hash) });
    out.push({ picture: { type, width, height, bytes }, alt });
  }
  return out;
}

async function keepBlobs({ db }: Service, blobs: BlobRow[]): Promise<void> {
  for (const blob of blobs) {
    const drops = (await db.blobs.get(blob.hash))?.drops ?? [];
    await db.blobs.put({ ...blob, drops: [...new Set([...drops, ...blob.drops])] });
  }
}
