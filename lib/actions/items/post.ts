import { fromBase64url, hex, readU32 } from '../../bytes.ts';
import { writeEntry } from '../../crypto/entry.ts';
import { appendSeed, type NewItem, newItem } from '../../crypto/item.ts';
import { entryId } from '../../crypto/outside.ts';
import { appendKeySet } from '../../crypto/rights.ts';
import type { EntryRow, ItemRow } from '../../db/items.ts';
import { CommandError } from '../../protocol/errors.ts';
import type { Post } from '../../protocol/inside.ts';
import { CARD_NUMBER, type Entry, LIMITS } from '../../protocol/item.ts';
import { serversOf } from '../../protocol/network.ts';
import { networkFile } from '../ask.ts';
import { secretsOf } from '../identity/secrets.ts';
import { enqueue } from '../outbox/enqueue.ts';
import type { Service } from '../service.ts';
import { type Hand, handFor, newRow, ownCard } from './mine.ts';
import { type NewPhoto, preparePhotos } from './photos.ts';
import { chunksOf, type Words, writeWords } from './words.ts';

export interface NewPost extends Words {
  photos?: NewPhoto[];
  /** Who gets it: all Friends, those in `chosen` (UserIDs, hex), or nobody. */
  audience: ItemRow['audience'];
  chosen?: string[];
  /** From the network's taxonomy, for ads beside it; the server sees them. */
  keywords?: string[];
}

/**
 * Posts. It is in the database, and shown, when this resolves; then it goes to a content server chosen by chance, and its
 * audience is told once that server has it. Answers the item's drop (hex). Throws PhotoError; CommandError as writeWords,
 * `forbidden` for a `chosen` who is no Friend or a keyword that is not in the taxonomy, `unavailable` without a server.
 */
export async function post(service: Service, args: NewPost): Promise<{ drop: string }> {
  const { db, p } = service;
  const keywords = allowedKeywords(service, args.keywords ?? []);
  const server = chooseServer(service);
  const pictures = await preparePhotos(service, args.photos ?? []);
  const { seed } = await secretsOf(db);
  const item = newItem(p, seed, {
    kind: 'thread',
    salt: p.random(16),
    quota: LIMITS.quota,
    append: 'readers',
    comments: true,
    ...(keywords.length > 0 ? { keywords } : {}),
  });
  const row = rowOf(service, item, server, args.audience);
  const hand = await handFor(service, row);
  const number = p.random(16);
  const place = { drop: item.drop, entry: entryId(p, hand.key, number) };
  const { body: words, blobs } = writeWords(service, place, args, pictures);
  if (blobs.reduce((sum, { bytes }) => sum + bytes.length, 0) > LIMITS.quota - LIMITS.chunk)
    throw new CommandError('too-large', 'over 64 MB in one post');
  const body: Post = { is: 'post', ...words, keywords, audience: args.audience };
  const card = newRow(service, row, hand, CARD_NUMBER, await ownCard(service));
  const mine = newRow(service, row, hand, number, body);
  const entries = [card, mine].map((one) => sealFirst(service, row, hand, one));
  const [itemKey] = row.itemKeys;
  const append = itemKey && p.signKey(appendSeed(p, itemKey.key, item.drop, 0));
  const creation = { record: item.record, appendKeys: appendKeySet(p, append ? [append] : []), entries };
  await db.atomically(async () => {
    const readers = await audienceOf(service, args);
    await db.items.add({ ...row, owner: hand.user, readers });
    await db.entries.bulkAdd([card, mine]);
    await db.blobs.bulkPut(blobs);
    await db.wall.put({ drop: row.drop, when: row.when });
    const activity = { is: 'post', when: row.when, drop: row.drop, entry: mine.entry };
    await db.activities.put({ id: `post:${row.drop}`, ...activity });
    await enqueue(
      service,
      'create',
      { drop: row.drop, creation },
      { id: `create:${row.drop}`, drop: row.drop },
    );
  });
  return { drop: row.drop };
}

async function audienceOf({ db }: Service, args: NewPost): Promise<string[]> {
  if (args.audience === 'me') return [];
  const friends = await db.friends.where('state').equals('friend').primaryKeys();
  if (args.audience === 'friends') return friends;
  const chosen = [...new Set(args.chosen ?? [])];
  if (!chosen.every((user) => friends.includes(user))) throw new CommandError('forbidden', 'not a Friend');
  return chosen;
}

function allowedKeywords(service: Service, keywords: string[]): string[] {
  const taxonomy = networkFile(service).keywords;
  if (keywords.length > 8) throw new CommandError('too-large', 'at most 8 keywords');
  if (!keywords.every((one) => taxonomy.includes(one)))
    throw new CommandError('forbidden', 'no such keyword');
  return [...new Set(keywords)];
}

/** Not always the same company: none sees how much somebody posts. */
function chooseServer(service: Service): Uint8Array {
  const servers = serversOf(networkFile(service), 'content');
  const chosen = servers[readU32(service.random(4)) % Math.max(1, servers.length)];
  if (chosen === undefined) throw new CommandError('unavailable', 'no content server in the network');
  return fromBase64url(chosen.key);
}

function rowOf(
  { p, now }: Service,
  item: NewItem,
  server: Uint8Array,
  audience: ItemRow['audience'],
): ItemRow {
  return {
    drop: hex(item.drop),
    id: item.id,
    server,
    kind: 'thread',
    owner: '',
    mine: true,
    records: [item.record],
    gen: 0,
    itemKeys: [{ gen: 0, key: p.random(32) }],
    rev: 0,
    root: item.drop,
    heard: [],
    trail: { from: 0, roots: item.drop },
    older: null,
    olderReactions: null,
    audience,
    readers: [],
    shared: false,
    when: now(),
    state: 'making',
    news: [],
  };
}

/** The first revision of a row in a new item; the row keeps what is inside for itself. */
function sealFirst({ p }: Service, item: ItemRow, hand: Hand, row: EntryRow): Entry {
  const key = item.itemKeys[0]?.key;
  if (row.body === null || 'unknown' in row.body || key === undefined) throw new TypeError('nothing to seal');
  const chunks = row.body.is === 'post' ? chunksOf(row.body) : 0;
  const seen = { seen: [], root: new Uint8Array(32), atRev: 0 };
  const at = { drop: hand.drop, itemKey: key, gen: 0, number: row.number, rev: 0 };
  return writeEntry(p, { ...hand, ...at, seen, body: row.body, chunks });
}
