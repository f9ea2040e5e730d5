import { fromHex } from '../../bytes.ts';
import { appendSeed, ownerSeed, sealOldKey } from '../../crypto/item.ts';
import { readRecord, recordHash, signRecord } from '../../crypto/record.ts';
import { appendKeySet } from '../../crypto/rights.ts';
import type { ItemRow, PendingRecord } from '../../db/items.ts';
import type { Args } from '../../protocol/command.ts';
import { change } from '../../protocol/commands/content.ts';
import { CommandError } from '../../protocol/errors.ts';
import type { OwnersRecord } from '../../protocol/item.ts';
import type { LetterEvent } from '../../protocol/letter.ts';
import { askContent } from '../ask.ts';
import { secretsOf } from '../identity/secrets.ts';
import { tell } from '../letters/tell.ts';
import { enqueue, resume } from '../outbox/enqueue.ts';
import { DONE, type Outcome, type Performer } from '../outbox/outcome.ts';
import type { Service } from '../service.ts';
import { hear } from './hear.ts';
import { readItem } from './read.ts';

/** Gives an item of ours a new generation: who is not among its readers any more reads and writes nothing new. In a transaction. */
export async function rekey(service: Service, drop: string): Promise<void> {
  await want(service, drop, 'rekey');
}

/** Closes an item of ours to entries, until somebody wants to answer: then it gets its new generation. In a transaction. */
export async function close(service: Service, drop: string): Promise<void> {
  await want(service, drop, 'close');
}

async function want(service: Service, drop: string, wants: 'rekey' | 'close'): Promise<void> {
  await service.db.items.update(drop, { wants });
  await enqueue(service, 'change', { drop }, { id: `change:${drop}`, after: [`create:${drop}`] });
}

/** Puts the next owner's record in force. With a new generation everybody who remains gets its key by letter. */
export const performChange: Performer<'change'> = async (service, { args: { drop } }) => {
  const { db } = service;
  const ready = await db.atomically(async () => {
    const item = await db.items.get(drop);
    if (item === undefined || item.state === 'deleted') return null;
    const pending = item.pending ?? (await makeRecord(service, item));
    if (pending === null) return null;
    await db.items
      .where('drop')
      .equals(drop)
      .modify((row) => {
        if (row.pending === undefined) delete row.wants;
        row.pending = pending;
      });
    return { item, pending };
  });
  if (ready === null) return DONE;
  const { item, pending } = ready;
  const args: Args<typeof change> = { drop: fromHex(drop), record: pending.record };
  if (pending.appendKeys !== undefined) args.appendKeys = pending.appendKeys;
  try {
    const { standing } = await askContent(service, item.server, change, args);
    const write = async () => {
      await inForce(service, drop, pending);
      await hear(service, drop, standing);
      await tellRekey(service, drop, pending);
      await resume(service, drop);
    };
    return item.pending !== undefined && item.wants !== undefined
      ? { is: 'later', at: 0, write }
      : { is: 'done', write };
  } catch (error) {
    if (!(error instanceof CommandError && error.code === 'conflict')) throw error;
    return await again(service, item, pending);
  }
};

/** Another copy of this database wrote a record: it is read, and the same is asked for behind it. */
async function again(service: Service, item: ItemRow, { itemKey }: PendingRecord): Promise<Outcome> {
  await readItem(service, item.drop);
  const write = async () => {
    await service.db.items
      .where('drop')
      .equals(item.drop)
      .modify((row) => {
        delete row.pending;
        row.wants ??= itemKey === undefined ? 'close' : 'rekey';
      });
  };
  const now = await service.db.items.get(item.drop);
  if (now?.records.length === item.records.length) return { is: 'refused', code: 'conflict', write };
  return { is: 'later', at: 0, write };
}

async function makeRecord(service: Service, item: ItemRow): Promise<PendingRecord | null> {
  const { db, p } = service;
  const last = item.records.at(-1);
  const old = item.itemKeys.find(({ gen }) => gen === item.gen);
  if (item.wants === undefined || last === undefined || old === undefined) return null;
  const { seed } = await secretsOf(db);
  const before = readRecord(last);
  const next: OwnersRecord = { ...before, number: before.number + 1, previous: recordHash(p, last) };
  delete next.old;
  const owner = ownerSeed(p, seed, before.salt);
  if (item.wants === 'close') return { record: signRecord(p, owner, { ...next, comments: false }) };
  const [gen, itemKey, drop] = [before.gen + 1, p.random(32), fromHex(item.drop)];
  const sealed = sealOldKey(p, itemKey, drop, gen, old);
  const appendKeys = appendKeySet(p, [p.signKey(appendSeed(p, itemKey, drop, gen))]);
  const record = signRecord(p, owner, { ...next, gen, comments: true, old: sealed });
  return { record, appendKeys, itemKey };
}

async function inForce({ db }: Service, drop: string, { record, itemKey }: PendingRecord): Promise<void> {
  const { gen, number, comments } = readRecord(record);
  await db.items
    .where('drop')
    .equals(drop)
    .modify((row) => {
      delete row.pending;
      if (row.records.length === number) row.records.push(record);
      if (itemKey !== undefined) row.itemKeys.push({ gen, key: itemKey });
      row.gen = gen;
      row.state = comments ? 'there' : 'closed';
    });
}

async function tellRekey(service: Service, drop: string, { itemKey }: PendingRecord): Promise<void> {
  const item = await service.db.items.get(drop);
  if (item?.signed === undefined || itemKey === undefined) return;
  const { id, gen, signed: standing } = item;
  const event: LetterEvent = { is: 'rekey', id, itemKey, gen, standing };
  for (const user of item.readers) await tell(service, user, [event]);
}
