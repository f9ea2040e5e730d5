import { nativePrimitives as p } from '../../lib/crypto/native.ts';
import { dropOf } from '../../lib/crypto/outside.ts';
import { readRecord } from '../../lib/crypto/record.ts';
import { CommandError } from '../../lib/protocol/errors.ts';
import { isTomb } from './head.ts';
import { type Place, placeOf, type StoreKeys } from './names.ts';
import type { Outcome } from './outcome.ts';
import type { Payments } from './payments.ts';
import type { Reader } from './reader.ts';
import type { Submit } from './submit.ts';
import type { BoundWrite } from './write.ts';

export interface PerformOptions {
  readonly keys: StoreKeys;
  readonly reader: Pick<Reader, 'head'>;
  readonly submit: Pick<Submit, 'submit'>;
  readonly payments: Pick<Payments, 'perform'>;
}

/**
 * Does a user's write: signatures here, in whichever process opened the envelope; then the shard's writer, which looks at
 * what is there already and at rights; only then, where it costs something, the credential, and the writer again.
 * Gives the result's CBOR; throws CommandError.
 */
export async function performWrite(options: PerformOptions, write: BoundWrite): Promise<Uint8Array> {
  const { keys, submit, payments } = options;
  if (write.drop === null) throw new CommandError('forbidden');
  const place = placeOf(p, keys, write.drop);
  const signedFor = (await write.holds(write.drop)) ? write.drop : await originOf(options, place, write);
  const outcome = await submit.submit(place, write, { signedFor, paid: false });
  if (outcome !== 'pay') return resultOf(outcome);
  return payments.perform(write, async () =>
    resultOf(await submit.submit(place, write, { signedFor, paid: true })),
  );
}

/** The drop of the item's origin, where that is what the write is signed for; `forbidden` where it is not. */
async function originOf(options: PerformOptions, place: Place, write: BoundWrite): Promise<Uint8Array> {
  const shown = await options.reader.head(place, 0);
  const origin = shown === null || isTomb(shown.head) ? undefined : readRecord(shown.head.record).origin;
  const drop = origin && dropOf(p, origin.id);
  if (drop === undefined || !(await write.holds(drop))) throw new CommandError('forbidden');
  return drop;
}

function resultOf(outcome: Exclude<Outcome, 'elsewhere'>): Uint8Array {
  if (typeof outcome === 'string') throw new CommandError('unavailable');
  if ('error' in outcome) throw new CommandError(outcome.error, outcome.detail);
  return outcome.result;
}
