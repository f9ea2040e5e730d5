import { isTomb } from './head.ts';
import { type Item, isPageName } from './item.ts';
import { slotsOf } from './lane.ts';
import { chunkSuffix, pageSuffix } from './names.ts';
import { entryOf } from './slot.ts';
import type { Store } from './store.ts';
import { readList, type Tree } from './tree.ts';
import type { Writer } from './writer.ts';

/** Rest between two items, ms: sweeping is never in a hurry. */
const REST = 10;

/**
 * Frees what a writer that died left behind in a shard: pages that no head came to name, values that it had no time to
 * purge. Item by item, each while nothing else happens to it; items that are a head alone are passed over.
 */
export async function sweepShard(
  shard: number,
  store: Pick<Store, 'contents' | 'purge'>,
  writer: Pick<Writer, 'exclusively'>,
  owns: (shard: number) => boolean,
): Promise<void> {
  for (const [name, suffixes] of await store.contents(shard)) {
    if (!owns(shard)) return;
    const there = suffixes.filter((suffix) => suffix !== 'h');
    if (there.length === 0) continue;
    await writer.exclusively({ shard, name }, async (item) => void (await sweepItem(item, there, store)));
    await new Promise((resolve) => setTimeout(resolve, REST));
  }
}

/** Purges of these subjects under an item what is not reached from its head; how many. */
export async function sweepItem(item: Item, there: string[], store: Pick<Store, 'purge'>): Promise<number> {
  const reached = await reachedFrom(item);
  const lost = there.filter((suffix) => !reached.has(suffix.startsWith('c.') ? revisionOf(suffix) : suffix));
  for (const suffix of lost) await store.purge(item.place, suffix);
  return lost.length;
}

async function reachedFrom(item: Item): Promise<Set<string>> {
  const { head } = item;
  const reached = new Set<string>();
  if (head === null || isTomb(head)) return reached;
  if (isPageName(head.keys)) reached.add(pageSuffix(head.keys));
  const walk = async (tree: Tree): Promise<void> => {
    for (const ref of tree) {
      reached.add(pageSuffix(ref.name));
      if (ref.level > 0) await walk(readList(await item.load(ref.name)));
    }
  };
  await walk(head.records);
  await walk(head.deeds.tree);
  for (const lane of head.lanes) {
    await walk(lane.tree);
    const slots = [...lane.slots];
    const leavesOf = async (tree: Tree): Promise<void> => {
      for (const ref of tree)
        if (ref.level > 0) await leavesOf(readList(await item.load(ref.name)));
        else slots.push(...(await slotsOf(ref, item)));
    };
    await leavesOf(lane.tree);
    for (const slot of slots)
      if (slot.got.length > 0) reached.add(revisionOf(chunkSuffix(slot.id, entryOf(slot).rev, 0)));
  }
  return reached;
}

/** The part of a chunk's subject that all chunks of the entry's revision have. */
function revisionOf(suffix: string): string {
  return suffix.slice(0, suffix.lastIndexOf('.'));
}
