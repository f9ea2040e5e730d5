import { fromBase64url, readU32 } from '../../bytes.ts';
import { openAd } from '../../crypto/ad.ts';
import type { Ad, AdBody } from '../../protocol/ad.ts';
import { serversOf } from '../../protocol/network.ts';
import { networkFile } from '../ask.ts';
import type { Service } from '../service.ts';

/**
 * What a read offers for the choice of an ad: nothing, unless the user chose a hint cell (setting `hint`, its index); and
 * then on a random half of reads, so that a read with a cell tells less.
 */
export async function hintFor(service: Service): Promise<{ cell?: number }> {
  const cell = (await service.db.settings.get('hint'))?.value;
  const { cells } = networkFile(service);
  if (typeof cell !== 'number' || cell < 0 || cell >= cells.length) return {};
  return readU32(service.random(4)) % 2 === 0 ? { cell } : {};
}

/** Chooses a hint cell by its index in the network's table; null: none, as from the start. RangeError for no cell. */
export async function chooseHint(service: Service, args: { cell: number | null }): Promise<void> {
  const { db } = service;
  if (args.cell === null) return await db.settings.delete('hint');
  if (networkFile(service).cells[args.cell] === undefined) throw new RangeError('no such hint cell');
  await db.settings.put({ key: 'hint', value: args.cell });
}

/** The ad, where the network's ad server signed it, its form is right and its time is now; null for any other. */
export function checkAd(service: Service, ad: Ad): AdBody | null {
  const [server] = serversOf(networkFile(service), 'ad');
  if (server === undefined) return null;
  return openAd(service.p, fromBase64url(server.key), ad, service.route.now());
}

/** Keeps an ad beside its post in the News Feed. */
export async function keepAd({ db }: Service, drop: string, ad: AdBody): Promise<void> {
  await db.newsFeed.update(drop, { ad });
}
