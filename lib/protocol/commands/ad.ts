import * as v from 'valibot';
import { Ad } from '../ad.ts';
import { defineCommand } from '../command.ts';
import { bytes, text, uint, upTo } from '../shapes.ts';

/** Commands of the ad server (wire 10), asked by content servers only. */

export const refill = defineCommand({
  name: 'ad.refill',
  to: 'ad',
  from: 'servers',
  says: "Ads for one pool, a hint cell and keyword (either may be absent: everybody's), and how often those of the last batch were handed out: sums, never a read. `batch` is the asker's own number: the same again counts nothing twice.",
  args: v.strictObject({
    batch: bytes(16),
    cell: v.optional(uint(63)),
    keyword: v.optional(text(40)),
    shown: upTo(64, v.strictObject({ ad: bytes(16), count: uint() })),
  }),
  result: v.strictObject({ ads: upTo(12, Ad) }),
  errors: ['forbidden'],
});
