import { fromHex, same } from '../../bytes.ts';
import { checkStanding } from '../../crypto/standing.ts';
import type { ItemRow } from '../../db/items.ts';
import type { Standing } from '../../protocol/item.ts';
import type { Service } from '../service.ts';
import { convict } from './evidence.ts';

const KEPT = 16;
const ROOTS = 512;
const SIZE = 32;

/**
 * Takes note of a standing somebody was shown (a letter, an answer). One its server did not sign says nothing; one that
 * cannot be true beside what we read convicts the server; a newer one must lie on the way of the next read. In a transaction.
 */
export async function hear(service: Service, drop: string, standing: Standing): Promise<void> {
  const { db, p } = service;
  const item = await db.items.get(drop);
  if (item === undefined || !checkStanding(p, item.server, fromHex(drop), standing)) return;
  const known = item.signed?.rev === standing.rev ? item.signed.root : rootAt(item, standing.rev);
  const rival = item.heard.find(({ rev }) => rev === standing.rev);
  const other = known ?? rival?.root;
  if (other !== undefined && !same(other, standing.root))
    return await convict(service, item, 'fork', {
      first: rival ?? item.signed,
      second: standing,
      root: other,
    });
  const newest = item.signed === undefined || item.signed.rev < standing.rev ? standing : item.signed;
  const heard =
    rival !== undefined || standing.rev <= item.rev ? item.heard : [...item.heard, standing].slice(-KEPT);
  await db.items.put({ ...item, heard, signed: newest });
}

/** The root an item had at a revision we passed; undefined where we did not, or long ago. */
export function rootAt({ trail }: Pick<ItemRow, 'trail'>, rev: number): Uint8Array | undefined {
  const at = (rev - trail.from) * SIZE;
  return at < 0 || at >= trail.roots.length ? undefined : trail.roots.slice(at, at + SIZE);
}

/** The trail with more roots behind it: of `from` and the revisions after. */
export function longerTrail(before: ItemRow['trail'], from: number, roots: Uint8Array[]): ItemRow['trail'] {
  const kept = before.roots.slice(0, Math.max(0, from - before.from) * SIZE);
  const joined = before.from + kept.length / SIZE === from ? kept : new Uint8Array(0);
  const start = joined.length > 0 ? before.from : from;
  const all = new Uint8Array(joined.length + roots.length * SIZE);
  all.set(joined);
  for (const [i, root] of roots.entries()) all.set(root, joined.length + i * SIZE);
  const extra = Math.max(0, all.length / SIZE - ROOTS);
  return { from: start + extra, roots: all.slice(extra * SIZE) };
}
