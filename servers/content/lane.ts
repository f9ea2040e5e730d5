import { same } from '../../lib/bytes.ts';
import { LIMITS } from '../../lib/protocol/item.ts';
import { ByteReader, ByteWriter, StoreValueError } from './bytesio.ts';
import { readSlot, type Slot, weight, weightOf, writeSlot } from './slot.ts';
import {
  countOf,
  leafAt,
  leaves,
  type PageSink,
  type PageSource,
  push,
  type Ref,
  replace,
  type Tree,
} from './tree.ts';

/** Entries of an item in the order they came: the newest in the head, older ones in pages. */
export interface Lane {
  tree: Tree;
  /** Oldest first; all of them came after those in the pages. */
  slots: Slot[];
}

/** An entry and the page it is in; null: in the head. */
export interface Found {
  readonly slot: Slot;
  readonly leaf: Ref | null;
}

const LEAF = 1;

/** How many entries there are, tombstones among them. */
export function laneCount(lane: Lane): number {
  return lane.slots.length + countOf(lane.tree);
}

/** The entry of an id that came at revision `at`; null where there is none. */
export async function findSlot(
  lane: Lane,
  source: PageSource,
  id: Uint8Array,
  at: number,
): Promise<Found | null> {
  const near = lane.slots.find((slot) => slot.at === at);
  if (near !== undefined) return same(near.id, id) ? { slot: near, leaf: null } : null;
  const leaf = await leafAt(lane.tree, source, at);
  const slot = leaf && (await slotsOf(leaf, source)).find((one) => one.at === at);
  return slot && same(slot.id, id) ? { slot, leaf } : null;
}

/** Puts another state of an entry in its place, or takes it out (null). A page is succeeded by another. */
export async function putSlot(lane: Lane, sink: PageSink, found: Found, next: Slot | null): Promise<void> {
  const swap = (slots: Slot[]) =>
    slots.flatMap((slot) => (slot.at !== found.slot.at ? [slot] : next === null ? [] : [next]));
  if (found.leaf === null) {
    lane.slots = swap(lane.slots);
    return;
  }
  const slots = swap(await slotsOf(found.leaf, sink));
  lane.tree = await replace(lane.tree, found.leaf, pagesOf(slots, sink), sink);
}

/** Entries that came before revision `before`, newest first. */
export async function* newestSlots(lane: Lane, source: PageSource, before: number): AsyncGenerator<Slot> {
  for (const slot of lane.slots.toReversed()) if (slot.at < before) yield slot;
  for await (const leaf of leaves(lane.tree, source, 'newest', (ref) => ref.first < before))
    for (const slot of (await slotsOf(leaf, source)).toReversed()) if (slot.at < before) yield slot;
}

/** Entries changed after revision `after` and not after `upto`, in no order. */
export async function changedSlots(
  lane: Lane,
  source: PageSource,
  after: number,
  upto: number,
): Promise<Slot[]> {
  const changed = (slot: Slot) => slot.mod > after && slot.mod <= upto;
  const found = lane.slots.filter(changed);
  for await (const leaf of leaves(lane.tree, source, 'oldest', (ref) => ref.mod > after && ref.first <= upto))
    found.push(...(await slotsOf(leaf, source)).filter(changed));
  return found;
}

/** Moves the oldest entries out of the head until what stays weighs at most `keep` bytes. */
export function spill(lane: Lane, sink: PageSink, keep: number): void {
  let left = weightOf(lane.slots);
  let count = 0;
  for (const slot of lane.slots) {
    if (left <= keep) break;
    left -= weight(slot);
    count++;
  }
  for (const ref of pagesOf(lane.slots.slice(0, count), sink)) lane.tree = push(lane.tree, ref, sink);
  lane.slots = lane.slots.slice(count);
}

/** The entries of a leaf, oldest first. */
export async function slotsOf(leaf: Ref, source: PageSource): Promise<Slot[]> {
  const from = new ByteReader(await source.load(leaf.name));
  if (from.u8() !== LEAF) throw new StoreValueError('not a page of entries');
  const slots = from.list(() => readSlot(from));
  from.end();
  return slots;
}

/** As many pages as slots need; none is larger than a page may be, save one of a single slot. */
function pagesOf(slots: Slot[], sink: PageSink): Ref[] {
  const refs: Ref[] = [];
  let rest = slots;
  while (rest.length > 0) {
    let size = 5;
    let count = 0;
    for (const slot of rest) {
      if (count > 0 && size + weight(slot) > LIMITS.page) break;
      size += weight(slot);
      count++;
    }
    refs.push(pageOf(rest.slice(0, count), size, sink));
    rest = rest.slice(count);
  }
  return refs;
}

function pageOf(slots: Slot[], size: number, sink: PageSink): Ref {
  const page = new ByteWriter(size).u8(LEAF);
  page.list(slots, (slot) => writeSlot(page, slot));
  return {
    name: sink.save(page.done()),
    level: 0,
    first: slots[0]?.at ?? 0,
    last: slots.at(-1)?.at ?? 0,
    mod: Math.max(...slots.map((slot) => slot.mod)),
    count: slots.length,
  };
}
