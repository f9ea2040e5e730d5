import { concat } from '../../lib/bytes.ts';
import type { Primitives } from '../../lib/crypto/primitives.ts';
import { advance, type Deed, type Pair, packDeeds, unpackDeeds } from '../../lib/crypto/standing.ts';
import { ByteReader, ByteWriter, StoreValueError } from './bytesio.ts';
import { leafAt, leaves, type PageSink, type PageSource, push, type Ref, type Tree } from './tree.ts';

/** The hashes of all deeds an item accepted, in order, the newest in the head (wire 4: "Revision and root"). */
export interface DeedLog {
  tree: Tree;
  /** The pair before the first of `recent`. */
  base: Pair;
  /** 33 bytes each: kind, hash. */
  recent: Uint8Array[];
}

/** Deeds the head keeps at most, and how many go into a page together. */
export const RECENT = 160;
const PAGED = 128;
const DEEDS = 3;
const SIZE = 33;

/** The log of an item nobody did anything to yet. */
export function emptyLog(base: Pair): DeedLog {
  return { tree: [], base, recent: [] };
}

/** Writes one more deed down. */
export function pushDeed(log: DeedLog, deed: Deed): void {
  log.recent.push(packDeeds([deed]));
}

/** Moves old deeds out of the head into pages. */
export function spillDeeds(p: Primitives, log: DeedLog, sink: PageSink): void {
  while (log.recent.length > RECENT) {
    const deeds = concat(...log.recent.slice(0, PAGED));
    const page = new ByteWriter().u8(DEEDS).u64(log.base.rev).raw(log.base.root).block(deeds);
    const first = log.base.rev + 1;
    const last = log.base.rev + PAGED;
    const ref: Ref = { name: sink.save(page.done()), level: 0, first, last, mod: last, count: PAGED };
    log.tree = push(log.tree, ref, sink);
    log.base = walk(p, log.base, deeds);
    log.recent = log.recent.slice(PAGED);
  }
}

/** The deeds of revisions after `after` up to `upto`, 33 bytes each. */
export async function deedsBetween(
  log: DeedLog,
  source: PageSource,
  after: number,
  upto: number,
): Promise<Uint8Array> {
  const parts: Uint8Array[] = [];
  for await (const { base, deeds } of pagesFrom(log, source, after))
    parts.push(
      deeds.subarray(
        Math.max(0, after - base.rev) * SIZE,
        Math.max(0, Math.min(deeds.length, (upto - base.rev) * SIZE)),
      ),
    );
  return concat(...parts);
}

/** The item's root at a revision; null for one it has not reached. */
export async function rootAt(
  p: Primitives,
  log: DeedLog,
  source: PageSource,
  rev: number,
): Promise<Uint8Array | null> {
  if (rev > log.base.rev + log.recent.length) return null;
  if (rev >= log.base.rev) return walk(p, log.base, concat(...log.recent.slice(0, rev - log.base.rev))).root;
  const leaf = await leafAt(log.tree, source, rev + 1);
  if (leaf === null) throw new StoreValueError('deeds are missing');
  const { base, deeds } = await readPage(leaf, source);
  return walk(p, base, deeds.subarray(0, (rev - base.rev) * SIZE)).root;
}

/** All pages with deeds after a revision, oldest first, the head's last. */
export async function* pagesFrom(
  log: DeedLog,
  source: PageSource,
  after: number,
): AsyncGenerator<{ base: Pair; deeds: Uint8Array }> {
  for await (const leaf of leaves(log.tree, source, 'oldest', (ref) => ref.last > after))
    yield await readPage(leaf, source);
  yield { base: log.base, deeds: concat(...log.recent) };
}

async function readPage(leaf: Ref, source: PageSource): Promise<{ base: Pair; deeds: Uint8Array }> {
  const from = new ByteReader(await source.load(leaf.name));
  if (from.u8() !== DEEDS) throw new StoreValueError('not a page of deeds');
  const page = { base: { rev: from.u64(), root: from.raw(32) }, deeds: from.block() };
  from.end();
  return page;
}

function walk(p: Primitives, base: Pair, deeds: Uint8Array): Pair {
  return unpackDeeds(deeds).reduce((pair, deed) => advance(p, pair, deed), base);
}
