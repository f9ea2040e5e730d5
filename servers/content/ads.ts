import { hex } from '../../lib/bytes.ts';
import { readRecord } from '../../lib/crypto/record.ts';
import type { Ad } from '../../lib/protocol/ad.ts';
import { AdBody } from '../../lib/protocol/ad.ts';
import { encode } from '../../lib/protocol/codec.ts';
import { type Args, decodeAs } from '../../lib/protocol/command.ts';
import type { refill } from '../../lib/protocol/commands/ad.ts';
import type { Head } from './head.ts';

type Refill = Args<typeof refill>;

/** Milliseconds a batch serves, an empty pool waits, and waits after a failure; pools kept, and filled ahead; showings of a batch. */
const POOL = { serves: 600_000, again: 30_000, afterFailure: 2_000, most: 512, warm: 64, showings: 1_000 };

interface Pool {
  readonly cell: number | undefined;
  readonly keyword: string | undefined;
  ads: { id: Uint8Array; cbor: Uint8Array; from: number; until: number }[];
  next: number;
  /** Showings not yet told, by ad (hex). */
  shown: Map<string, { ad: Uint8Array; count: number }>;
  /** What was told under a number and not yet acknowledged: told again as it was. */
  telling: Refill | null;
  filledAt: number;
  showings: number;
  filling: boolean;
}

export interface AdPoolsOptions {
  /** Asks the ad server; throws where it is away. */
  readonly refill: (args: Refill) => Promise<Ad[]>;
  /** The network's public keywords: others have no pool. */
  readonly keywords: () => readonly string[];
  readonly now: () => number;
  readonly random: (n: number) => Uint8Array;
}

/**
 * Ads by hint cell and keyword, fetched ahead (DESIGN section 5a): a read takes one that is here or none, waits for nothing, and
 * the ad server learns sums.
 */
export class AdPools {
  readonly #options: AdPoolsOptions;
  readonly #pools = new Map<string, Pool>();

  constructor(options: AdPoolsOptions) {
    this.#options = options;
  }

  /** Fills the pools of everybody and of the first keywords ahead of the first read; call it now and then. */
  warm(): void {
    const now = this.#options.now();
    for (const word of [undefined, ...this.#options.keywords().slice(0, POOL.warm)])
      this.#refillIfDue(this.#pool(undefined, word), now);
  }

  /** An ad for a reader of this cell (or none told) at an item, or null. `shown` counts it. */
  pick(cell: number | undefined, head: Head): { cbor: Uint8Array; shown(): void } | null {
    const keywords = readRecord(head.record).keywords ?? [];
    const known = this.#options.keywords();
    const words = [...keywords.filter((word) => known.includes(word)), undefined];
    const pools = words.flatMap((word) =>
      (cell === undefined ? [undefined] : [cell, undefined]).map((one) => this.#pool(one, word)),
    );
    const now = this.#options.now();
    for (const pool of pools) this.#refillIfDue(pool, now);
    const full = pools.filter((pool) => pool.ads.some((ad) => isOn(ad, now)));
    const pool = full[(this.#options.random(1)[0] ?? 0) % Math.max(1, full.length)];
    if (pool === undefined) return null;
    const good = pool.ads.filter((ad) => isOn(ad, now));
    const ad = good[pool.next++ % good.length];
    return ad === undefined ? null : { cbor: ad.cbor, shown: () => count(pool, ad.id) };
  }

  #pool(cell: number | undefined, keyword: string | undefined): Pool {
    const name = `${cell ?? ''} ${keyword ?? ''}`;
    const known = this.#pools.get(name);
    if (known !== undefined) return known;
    const pool: Pool = {
      cell,
      keyword,
      ads: [],
      next: 0,
      shown: new Map(),
      telling: null,
      filledAt: Number.NEGATIVE_INFINITY,
      showings: 0,
      filling: false,
    };
    const oldest = this.#pools.keys().next().value;
    if (this.#pools.size >= POOL.most && oldest !== undefined) this.#pools.delete(oldest);
    this.#pools.set(name, pool);
    return pool;
  }

  #refillIfDue(pool: Pool, now: number): void {
    const age = now - pool.filledAt;
    const due =
      pool.ads.length === 0 ? age >= POOL.again : age >= POOL.serves || pool.showings >= POOL.showings;
    if (pool.filling || !due) return;
    pool.filling = true;
    pool.filledAt = now;
    void this.#refill(pool).finally(() => {
      pool.filling = false;
    });
  }

  async #refill(pool: Pool): Promise<void> {
    pool.telling ??= this.#told(pool);
    try {
      const ads = await this.#options.refill(pool.telling);
      pool.telling = null;
      pool.ads = ads.flatMap(readAd);
    } catch {
      // the ad server is away: what is here serves on, the same numbers are told again
      pool.filledAt = this.#options.now() - POOL.again + POOL.afterFailure;
    }
  }

  #told(pool: Pool): Refill {
    const shown = [...pool.shown.values()];
    pool.shown = new Map();
    pool.showings = 0;
    const { cell, keyword } = pool;
    return {
      batch: this.#options.random(16),
      ...(cell === undefined ? {} : { cell }),
      ...(keyword === undefined ? {} : { keyword }),
      shown: shown.slice(0, 64),
    };
  }
}

/** Whether an ad is to be shown at this moment (ms). */
function isOn(ad: { from: number; until: number }, now: number): boolean {
  return ad.from <= now && now < ad.until;
}

function count(pool: Pool, ad: Uint8Array): void {
  const before = pool.shown.get(hex(ad))?.count ?? 0;
  pool.shown.set(hex(ad), { ad, count: before + 1 });
  pool.showings++;
}

/** An ad of readable form; its signature is its readers' to check. */
function readAd(ad: Ad): { id: Uint8Array; cbor: Uint8Array; from: number; until: number }[] {
  try {
    const { id, from, until } = decodeAs(AdBody, ad.ad);
    return [{ id, cbor: encode(ad), from, until }];
  } catch {
    return [];
  }
}
