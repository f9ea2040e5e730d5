import { hex } from '../../bytes.ts';
import { blindBatch, finishBatch, type Token } from '../../crypto/credential.ts';
import type { BatchRow, EpochRow } from '../../db/identity.ts';
import { allowance, credentials } from '../../protocol/commands/id.ts';
import { CommandError, MalformedError } from '../../protocol/errors.ts';
import { askIdAsUser, networkFile, withWord } from '../ask.ts';
import { enqueue } from '../outbox/enqueue.ts';
import type { Outcome, Performer } from '../outbox/outcome.ts';
import type { Service } from '../service.ts';
import { chance } from './chance.ts';
import { today } from './clock.ts';
import { readEpochs } from './epochs.ts';
import { secretsOf } from './secrets.ts';
import { placeOf, turnOf } from './turns.ts';

const DAY = 86_400_000;
const MINUTE = 60_000;

/**
 * Fetches the whole allowance of an epoch at once; then draws the moment of the next epoch's. All devices of the user ask
 * the same question and share what is answered. The blinded elements are in the database before they are sent, so that a
 * repeated question is the same one even where the content seed was raised in between.
 */
export const performCredentials: Performer<'credentials'> = async (service, { args: { epoch } }) => {
  if (epoch < today(service)) return nextFetch(service, epoch);
  const row = (await readEpochs(service)).find((one) => one.epoch === epoch);
  if (row === undefined) return { is: 'later', at: service.now() + MINUTE * 10 };
  if (row.fetched) return nextFetch(service, epoch);
  try {
    const { batch, blinded } = await batchOf(service, row);
    if (blinded.length === 0) return nextFetch(service, epoch);
    const issued = await askIdAsUser(service, credentials, { epoch, blinded }, withWord);
    const tokens = finishBatch(service.group, row.pk, batch, issued);
    if (tokens === null) throw new MalformedError('credentials of another key');
    return { is: 'done', write: () => keep(service, row, tokens) };
  } catch (error) {
    return await refusal(service, epoch, error);
  }
};

/** In a transaction. */
async function keep(service: Service, { epoch, count: users }: EpochRow, tokens: Token[]): Promise<void> {
  const { db } = service;
  const place = await placeOf(service);
  const rows = tokens.map(({ nonce, token }, i) => {
    const turn = turnOf(place, i, tokens.length);
    return { nonce: hex(nonce), epoch, token, deed: '', refused: false, turn };
  });
  await db.credentials.bulkPut(rows);
  await db.batches.delete(epoch);
  await db.epochs.update(epoch, { fetched: true });
  if (epoch === today(service)) await drawFirstWrite(service, users);
  await enqueueNext(service, epoch);
}

/** A device with another content seed fetched them, or the user is banned: the next epoch may bring some. */
async function refusal(service: Service, epoch: number, error: unknown): Promise<Outcome> {
  if (!(error instanceof CommandError)) throw error;
  const write = async () => {
    await service.db.batches.delete(epoch);
    await service.db.epochs.update(epoch, { fetched: true });
    await enqueueNext(service, epoch);
  };
  if (error.code === 'quota') return { is: 'done', write };
  if (error.code === 'banned') return { is: 'refused', code: 'banned', write };
  throw error;
}

async function batchOf(service: Service, { epoch, pk }: EpochRow): Promise<BatchRow> {
  const { db, group, p } = service;
  const kept = await db.batches.get(epoch);
  if (kept !== undefined) return kept;
  const { count } = await askIdAsUser(service, allowance, { epoch }, withWord);
  const { seed: contentSeed } = await secretsOf(db);
  const row = { epoch, ...blindBatch(group, p, { contentSeed, epoch, pk }, count) };
  await db.batches.put(row);
  return row;
}

/** Who fetched this very epoch's late writes after a random wait, so that use does not follow issue. */
async function drawFirstWrite(service: Service, users: number): Promise<void> {
  const small = users < networkFile(service).smallNetwork;
  const wait = small ? 0 : chance(service, MINUTE);
  await service.db.settings.put({ key: 'writeFrom', value: service.now() + wait });
}

function nextFetch(service: Service, epoch: number): Outcome {
  return { is: 'done', write: () => enqueueNext(service, epoch) };
}

/** The epoch after this one's credentials are fetched at a random moment of the day before it begins. In a transaction. */
async function enqueueNext(service: Service, done: number): Promise<void> {
  const epoch = Math.max(done, today(service)) + 1;
  const now = service.route.now();
  const from = Math.max(now, (epoch - 1) * DAY);
  const at = service.now() + (from - now) + chance(service, epoch * DAY - from);
  await enqueue(service, 'credentials', { epoch }, { id: `credentials:${epoch}`, at });
}

/** Has this epoch's credentials fetched now, or after the deeds named, unless they were or will be. In a transaction. */
export async function needCredentials(service: Service, after: string[] = []): Promise<void> {
  const epoch = today(service);
  if ((await service.db.epochs.get(epoch))?.fetched === true) return;
  const id = `credentials:${epoch}`;
  if ((await service.db.deeds.get(id))?.state === 'refused') return;
  await enqueue(service, 'credentials', { epoch }, { id, after });
}
