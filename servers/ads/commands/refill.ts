import { same } from '../../../lib/bytes.ts';
import type { Ad } from '../../../lib/protocol/ad.ts';
import { refill } from '../../../lib/protocol/commands/ad.ts';
import { CommandError } from '../../../lib/protocol/errors.ts';
import type { NetworkFile } from '../../../lib/protocol/network.ts';
import { type Served, serves } from '../../front.ts';
import type { Listed } from '../catalogue.ts';
import { draw, fits } from '../choice.ts';
import type { Sums } from '../sums.ts';

/** What the ad server's command works with. */
export interface AdParts {
  /** Campaigns with their signed ads. */
  readonly listed: { listed: Listed; ad: Ad }[];
  readonly sums: Sums;
  network(): NetworkFile;
  now(): number;
  random(n: number): Uint8Array;
}

const MOST = 12;
const BESIDE = 90; // CBOR around an ad, and around all of them

export function serveRefill(ads: AdParts): Served {
  return serves(refill, async ({ batch, cell, keyword, shown }, { by, room }) => {
    if (by?.role !== 'content') throw new CommandError('forbidden');
    const pool = { cell: cell === undefined ? undefined : ads.network().cells[cell], keyword };
    if (cell !== undefined && pool.cell === undefined) throw new CommandError('malformed', 'no such cell');
    if (keyword !== undefined && !ads.network().keywords.includes(keyword))
      throw new CommandError('malformed', 'no such keyword');
    const ours = shown.filter(({ ad }) => isOurs(ads, ad));
    await ads.sums.add(by.server, batch, { ...pool, shown: ours });
    const now = ads.now();
    const fitting = ads.listed.filter(({ listed }) => fits(listed, pool, now));
    const left = ({ campaign, id }: Listed) => campaign.budget - (ads.sums.of(id) ?? 0);
    const drawn = draw(
      fitting.map(({ listed }) => listed),
      left,
      MOST,
      ads.random,
    );
    return { ads: withinRoom(drawn, fitting, room) };
  });
}

/** Of the catalogue, or of one before: what else a content server names is nobody's campaign. */
function isOurs(ads: AdParts, ad: Uint8Array): boolean {
  return ads.sums.of(ad) !== null || ads.listed.some(({ listed }) => same(listed.id, ad));
}

/** As many as the answer has room for, in the order drawn. */
function withinRoom(drawn: Listed[], all: AdParts['listed'], room: number): Ad[] {
  const out: Ad[] = [];
  let rest = room - BESIDE;
  for (const one of drawn) {
    const ad = all.find(({ listed }) => listed === one)?.ad;
    if (ad === undefined) continue;
    rest -= ad.ad.length + BESIDE;
    if (rest < 0) break;
    out.push(ad);
  }
  return out;
}
