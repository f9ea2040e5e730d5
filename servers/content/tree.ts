import { same } from '../../lib/bytes.ts';
import { ByteReader, ByteWriter, StoreValueError } from './bytesio.ts';

/**
 * A list of any length as immutable pages: the head names the newest ones, older names stand in pages of their own, and
 * so on (DESIGN section 3: "the list of pages paged"). Leaves hold entries, deeds or records; first, last and mod say which.
 */
export interface Ref {
  /** First 16 bytes of the page's SHA-256: its name. */
  readonly name: Uint8Array;
  /** 0: a leaf; n: a list of refs of level n - 1. */
  readonly level: number;
  /** First and last place inside (an entry's `at`, a deed's revision, a record's number). */
  readonly first: number;
  readonly last: number;
  /** Highest `mod` inside. */
  readonly mod: number;
  /** How many entries are inside. */
  readonly count: number;
}

/** Oldest first; higher levels before lower ones. */
export type Tree = readonly Ref[];

export interface PageSource {
  /** The page of a name; throws where it is not there, which no head that was put leads to. */
  load(name: Uint8Array): Promise<Uint8Array>;
}

/** Where a change under way puts its pages; they are written before the head that names them. */
export interface PageSink extends PageSource {
  /** Takes a page; its name. */
  save(page: Uint8Array): Uint8Array;
  /** A page that the next head will not name any more. */
  drop(name: Uint8Array): void;
}

/** Names of a level the head keeps at most are twice these; then as many become a page. */
export const FAN = 16;
const LIST = 2;

/** The tree with one more leaf at its end. */
export function push(tree: Tree, leaf: Ref, sink: PageSink): Ref[] {
  const out = [...tree, leaf];
  for (let level = 0; ; level++) {
    const own = out.filter((ref) => ref.level === level);
    if (own.length < 2 * FAN) return out;
    const from = out.findIndex((ref) => ref.level === level);
    out.splice(from, FAN, listOf(own.slice(0, FAN), sink));
  }
}

/** Leaves for which `wanted` holds, oldest or newest first; `wanted` of a list must hold where it does of a leaf inside. */
export async function* leaves(
  tree: Tree,
  source: PageSource,
  order: 'oldest' | 'newest',
  wanted: (ref: Ref) => boolean,
): AsyncGenerator<Ref> {
  for (const ref of order === 'oldest' ? tree : tree.toReversed()) {
    if (!wanted(ref)) continue;
    if (ref.level === 0) yield ref;
    else yield* leaves(readList(await source.load(ref.name)), source, order, wanted);
  }
}

/** The leaf that spans `place`; null where none does. */
export async function leafAt(tree: Tree, source: PageSource, place: number): Promise<Ref | null> {
  for await (const ref of leaves(
    tree,
    source,
    'newest',
    ({ first, last }) => first <= place && place <= last,
  ))
    return ref;
  return null;
}

/** The tree with other leaves (none, one, more) in the place of one; the lists above it are written anew. */
export async function replace(tree: Tree, leaf: Ref, by: Ref[], sink: PageSink): Promise<Ref[]> {
  const out: Ref[] = [];
  for (const ref of tree) {
    if (ref.level === 0) {
      if (same(ref.name, leaf.name)) out.push(...by);
      else out.push(ref);
    } else if (ref.first <= leaf.first && leaf.last <= ref.last) {
      const inner = await replace(readList(await sink.load(ref.name)), leaf, by, sink);
      sink.drop(ref.name);
      if (inner.length > 0) out.push(listOf(inner, sink));
    } else {
      out.push(ref);
    }
  }
  if (tree.some((ref) => ref.level === 0 && same(ref.name, leaf.name))) sink.drop(leaf.name);
  return out;
}

/** How many entries are in all leaves. */
export function countOf(tree: Tree): number {
  return tree.reduce((sum, ref) => sum + ref.count, 0);
}

function listOf(refs: Ref[], sink: PageSink): Ref {
  const page = new ByteWriter().u8(LIST);
  writeRefs(page, refs);
  const [first, last] = [refs[0], refs.at(-1)];
  if (first === undefined || last === undefined) throw new StoreValueError('an empty list');
  return {
    name: sink.save(page.done()),
    level: first.level + 1,
    first: first.first,
    last: last.last,
    mod: Math.max(...refs.map((ref) => ref.mod)),
    count: countOf(refs),
  };
}

/** The refs of a list page. */
export function readList(page: Uint8Array): Ref[] {
  const from = new ByteReader(page);
  if (from.u8() !== LIST) throw new StoreValueError('not a list');
  const refs = readRefs(from);
  from.end();
  return refs;
}

export function writeRefs(out: ByteWriter, refs: Tree): void {
  out.list(refs, (ref) => {
    out.raw(ref.name).u8(ref.level).u64(ref.first).u64(ref.last).u64(ref.mod).u32(ref.count);
  });
}

export function readRefs(from: ByteReader): Ref[] {
  return from.list(() => ({
    name: from.raw(16),
    level: from.u8(),
    first: from.u64(),
    last: from.u64(),
    mod: from.u64(),
    count: from.u32(),
  }));
}
