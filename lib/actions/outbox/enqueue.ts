import { hex } from '../../bytes.ts';
import type { Service } from '../service.ts';
import type { DeedKind, Deeds } from './deeds.ts';

export interface EnqueueOptions {
  /** The deed's id, where it must not be there twice: a second one of the same id makes the first due now. */
  id?: string;
  /** Ids of deeds that must be done before. */
  after?: string[];
  /** Not before this moment (ms). */
  at?: number;
  /** The item it is about (drop, hex): found again when the owner's letter brings a new generation. */
  drop?: string;
}

/**
 * Puts a deed into the outbox; answers its id. Call it in the transaction that writes what the user did
 * (`db.atomically`): then either both are there or neither.
 */
export async function enqueue<K extends DeedKind>(
  service: Service,
  kind: K,
  args: Deeds[K],
  options: EnqueueOptions = {},
): Promise<string> {
  const { db } = service;
  const id = options.id ?? hex(service.random(16));
  const next = options.at ?? service.now();
  const row = await db.deeds.get(id);
  if (row === undefined) {
    const { after = [], drop = '' } = options;
    await db.deeds.add({
      id,
      kind,
      args,
      drop,
      state: 'waiting',
      tries: 0,
      next,
      after,
      made: service.now(),
      round: 0,
    });
  } else {
    await db.deeds.put({
      ...row,
      args,
      after: [...new Set([...row.after, ...(options.after ?? [])])],
      state: 'waiting',
      next: Math.min(row.next, next),
      tries: 0,
      round: row.round + 1,
    });
  }
  service.wake();
  return id;
}

/** Makes the deeds that wait for an item's new generation due: the owner's letter came. In a transaction. */
export async function resume(service: Service, drop: string): Promise<void> {
  const waiting = { state: 'waiting', next: service.now(), tries: 0 } as const;
  await service.db.deeds
    .where('drop')
    .equals(drop)
    .filter((deed) => deed.state === 'rekeyed')
    .modify(waiting);
  service.wake();
}

/** Tries a refused deed once more: the user said so. Nothing happens where there is none. */
export async function retry(service: Service, args: { id: string }): Promise<void> {
  await service.db.deeds.update(args.id, { state: 'waiting', next: service.now(), tries: 0 });
  service.wake();
}

/** Gives a refused deed up for good, and what depends on it; what the user made stays in the database. */
export async function giveUp(service: Service, args: { id: string }): Promise<void> {
  const { db } = service;
  await db.atomically(async () => {
    const gone = [args.id];
    for (const id of gone) {
      const next = await db.deeds.filter((deed) => deed.after.includes(id)).primaryKeys();
      gone.push(...next.filter((one) => !gone.includes(one)));
    }
    await db.deeds.bulkDelete(gone);
  });
}
