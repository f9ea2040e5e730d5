import { networkFile } from '../ask.ts';
import type { Service } from '../service.ts';
import { today } from './clock.ts';

/** Among how many users today's deeds are hidden, as the ID server signed it last. */
export interface Anonymity {
  epoch: number;
  count: number;
  /** Too few: the ID server can guess who wrote what, and the user is told so plainly. */
  small: boolean;
}

/** The anonymity set of today's credentials; null before they were fetched. */
export async function readAnonymity(service: Service): Promise<Anonymity | null> {
  const row = await service.db.epochs.get(today(service));
  if (row === undefined) return null;
  return { epoch: row.epoch, count: row.count, small: row.count < networkFile(service).smallNetwork };
}
