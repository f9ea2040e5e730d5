import { readU32 } from '../../lib/bytes.ts';
import type { Listed } from './catalogue.ts';

/** A pool of a content server: a cell's name and a keyword, either absent for everybody's. */
export interface Pool {
  readonly cell: string | undefined;
  readonly keyword: string | undefined;
}

/** Whether a campaign may be shown to a pool at this moment (ms). */
export function fits({ campaign }: Listed, pool: Pool, now: number): boolean {
  const { cells, keywords, from, until } = campaign;
  if (now < from || now >= until) return false;
  const inCell = cells === undefined || (pool.cell !== undefined && cells.includes(pool.cell));
  const inKeyword = keywords === undefined || (pool.keyword !== undefined && keywords.includes(pool.keyword));
  return inCell && inKeyword;
}

/**
 * Up to `most` of the campaigns, drawn without repetition and weighted by what is left of their budgets, so that all come
 * to their end together. Who has nothing left is not drawn. (Efraimidis and Spirakis 2006: the largest u^(1/weight).)
 */
export function draw(
  from: Listed[],
  left: (one: Listed) => number,
  most: number,
  random: (n: number) => Uint8Array,
): Listed[] {
  const drawn = from.flatMap((one) => {
    const weight = left(one);
    if (weight <= 0) return [];
    const u = (readU32(random(4)) + 1) / 2 ** 32;
    return [{ one, key: Math.log(u) / weight }];
  });
  return drawn
    .sort((a, b) => b.key - a.key)
    .slice(0, most)
    .map(({ one }) => one);
}
