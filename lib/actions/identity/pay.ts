import { fromHex, hex } from '../../bytes.ts';
import { deedHash, spend } from '../../crypto/credential.ts';
import type { Args, Command, Result } from '../../protocol/command.ts';
import { CommandError } from '../../protocol/errors.ts';
import { type Credential, LIMITS } from '../../protocol/item.ts';
import { askContent } from '../ask.ts';
import { NotYetError } from '../outbox/notyet.ts';
import type { Service } from '../service.ts';
import { today } from './clock.ts';
import { needCredentials } from './credentials.ts';
import { nextFree } from './turns.ts';

const DAY = 86_400_000;
const HOUR = 3_600_000;
const MINUTE = 60_000;
/** Refused one after the other before a deed pauses: clocks may differ about midnight. */
const REFUSALS = 4;
/** The part of a day's credentials one server may refuse: more are not offered to it, for it may be lying. */
const BELIEVED = 1 / 2;

/** A question a credential may have to pay for. */
export interface Paid<C extends Command> {
  server: Uint8Array;
  command: C;
  /** The very same at every retry, or the credential counts as spent for something else. */
  args: Args<C>;
  /** What is paid, for ever the same at every retry: the deed's id, or a letter's key. */
  purpose: string;
  /**
   * Drop (hex) where one payment makes 64 more deeds of the user's entry key free; null where each costs one, and for what
   * makes the item: then whoever asks counts them (`countFree`).
   */
  drop: string | null;
}

/**
 * Asks a content server, with a credential where it takes one. One that is refused was spent by another device of the
 * user, which has the same: the deed goes on with another. Throws NotYetError while there is none (they are being
 * fetched, the day's are used up, the server refuses too many), and what the command throws.
 */
export async function askPaid<C extends Command>(service: Service, paid: Paid<C>): Promise<Result<C>> {
  if (paid.drop !== null && (await isFree(service, paid.drop))) {
    try {
      return await askContent(service, paid.server, paid.command, paid.args);
    } catch (error) {
      if (!(error instanceof CommandError && error.code === 'credential-needed')) throw error;
    }
  }
  for (let refusals = 0; refusals < REFUSALS; refusals++) {
    const credential = await choose(service, paid);
    try {
      const result = await askContent(service, paid.server, paid.command, { ...paid.args, credential });
      if (paid.drop !== null) await countFree(service, paid.drop);
      return result;
    } catch (error) {
      if (!(error instanceof CommandError && error.code === 'credential-refused')) throw error;
      await service.db.credentials.update(hex(credential.nonce), { refused: true });
    }
  }
  throw new NotYetError(service.now() + MINUTE, 'its server refuses credentials');
}

/** The credential this purpose has while its epoch counts and nobody refused it, else a free one, bound to it from now on. */
async function choose<C extends Command>(service: Service, paid: Paid<C>): Promise<Credential> {
  const epoch = today(service);
  const grace = service.route.now() - epoch * DAY < HOUR;
  const { db } = service;
  const server = hex(paid.server);
  const made = await db.atomically(async () => {
    const [wait, mine, rows] = await Promise.all([
      db.settings.get('writeFrom'),
      db.credentials.where('deed').equals(paid.purpose).toArray(),
      db.credentials.where('epoch').equals(epoch).toArray(),
    ]);
    const from = wait?.value;
    if (typeof from === 'number' && from > service.now())
      throw new NotYetError(from, 'fresh credentials are not used at once');
    const kept = mine.find(
      (one) => !one.refused && (one.epoch === epoch || (grace && one.epoch === epoch - 1)),
    );
    if (kept?.made !== undefined) return kept.made;
    const refused = rows.filter((one) => one.refused && one.server === server);
    if (refused.length > rows.length * BELIEVED)
      throw new NotYetError(endOf(service, epoch), 'its server refuses today’s credentials');
    const free = nextFree(service, rows);
    if (free === undefined) {
      await needCredentials(service);
      return null;
    }
    const deed = deedHash(service.p, paid.command.name, paid.args);
    const bound = spend(service.p, { ...free, nonce: fromHex(free.nonce) }, paid.server, deed);
    await db.credentials.put({ ...free, deed: paid.purpose, made: bound, server });
    return bound;
  });
  if (made !== null) return made;
  const fetched = (await db.epochs.get(epoch))?.fetched === true;
  const at = fetched ? endOf(service, epoch) : service.now() + 5_000;
  throw new NotYetError(at, fetched ? 'today’s credentials are used up' : 'credentials are being fetched');
}

/** The moment an epoch ends, by this machine's clock. */
function endOf(service: Service, epoch: number): number {
  return service.now() + (epoch + 1) * DAY - service.route.now();
}

async function isFree(service: Service, drop: string): Promise<boolean> {
  const row = await service.db.paid.get([drop, today(service)]);
  return row !== undefined && row.left > 0;
}

/** An item (drop, hex) was paid for today: so many deeds in it are free now. */
export async function countFree(service: Service, drop: string): Promise<void> {
  await service.db.paid.put({ drop, epoch: today(service), left: LIMITS.freeAfterPaid });
}

/** Forgets credentials of epochs that count no more. */
export async function forgetOldCredentials(service: Service): Promise<void> {
  const { db } = service;
  const last = today(service) - 1;
  await db.credentials.filter((row) => row.epoch < last).delete();
  await db.paid.filter((row) => row.epoch < last).delete();
}
