import { fromHex } from '../../bytes.ts';
import { entryId } from '../../crypto/outside.ts';
import { CommandError } from '../../protocol/errors.ts';
import type { Comment } from '../../protocol/inside.ts';
import type { Service } from '../service.ts';
import { handFor, newRow, rowKey } from './mine.ts';
import { type NewPhoto, preparePhotos } from './photos.ts';
import { type Words, writeWords } from './words.ts';
import { enqueuePut, writableItem } from './writable.ts';

export interface NewComment extends Words {
  /** Drop of the item, hex. */
  drop: string;
  photos?: NewPhoto[];
  /** Id (hex) of the comment it answers. */
  re?: string;
}

/**
 * Comments. It is in the database, and shown, when this resolves; its item's owner is told once the server has it.
 * Answers the entry's id (hex). Throws PhotoError; CommandError `absent`, `deleted`, and as writeWords.
 */
export async function comment(service: Service, args: NewComment): Promise<{ entry: string }> {
  const { db, p } = service;
  const item = await writableItem(service, args.drop);
  const hand = await handFor(service, item);
  const pictures = await preparePhotos(service, args.photos ?? []);
  const number = p.random(16);
  const place = { drop: hand.drop, entry: entryId(p, hand.key, number) };
  const { body: words, blobs } = writeWords(service, place, args, pictures);
  const body: Comment = { is: 'comment', ...words, re: args.re === undefined ? null : fromHex(args.re) };
  const row = newRow(service, item, hand, number, body);
  await db.atomically(async () => {
    await writableItem(service, args.drop);
    if (args.re !== undefined && (await db.entries.get(rowKey(args.drop, args.re))) === undefined)
      throw new CommandError('absent', 'no such comment');
    await db.entries.add(row);
    await db.blobs.bulkPut(blobs);
    await enqueuePut(service, row.drop, row.entry);
    const activity = { is: 'comment', when: row.when, drop: row.drop, entry: row.entry };
    await db.activities.put({ id: `comment:${row.key}`, ...activity });
  });
  return { entry: row.entry };
}
