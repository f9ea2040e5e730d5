import { NoIdentityError } from '../../lib/actions/identity/secrets.ts';
import { PhotoError } from '../../lib/actions/items/photos.ts';
import { type NetworkFault, NetworkFileError } from '../../lib/crypto/network.ts';
import { PhraseError } from '../../lib/crypto/phrase.ts';
import { FullError, readFailure } from '../../lib/db/full.ts';
import { isDiskFull } from '../../lib/db/room.ts';
import { type AskCode, AskError } from '../../lib/messages/errors.ts';
import type { Answered } from '../../lib/messages/request.ts';
import { CommandError } from '../../lib/protocol/errors.ts';
import { CarrierError } from '../../lib/route/carrier.ts';
import {
  BadAnswerError,
  LogError,
  NotInNetworkError,
  TooFewOperatorsError,
  UnreachableError,
} from '../../lib/route/errors.ts';

const NETWORK: Record<NetworkFault, AskCode> = {
  malformed: 'not-a-network',
  expired: 'expired',
  signature: 'forged',
  authority: 'forged',
  older: 'forged',
  forked: 'forged',
};

const PHOTO: Record<PhotoError['fault'], AskCode> = {
  'not-a-photo': 'not-a-photo',
  'too-large': 'photo-too-large',
  'too-many-pixels': 'too-many-pixels',
};

/** The same as `refusal`, and `full` where the failure is not known and no room is left: then nothing else can be meant. */
export async function refused(error: unknown): Promise<Answered> {
  const answered = refusal(error);
  const isUnknown = 'error' in answered && answered.error.code === 'internal';
  return isUnknown && (await isDiskFull()) ? { error: { code: 'full' } } : answered;
}

/** An error as it is answered: a code of the closed list; a detail only where it was written for people. */
export function refusal(error: unknown): Answered {
  const { code, detail } = codeOf(error);
  return { error: detail === undefined ? { code } : { code, detail } };
}

function codeOf(error: unknown): { code: AskCode; detail?: string | undefined } {
  if (error instanceof AskError || error instanceof CommandError)
    return { code: error.code, detail: error.detail };
  if (error instanceof PhotoError) return { code: PHOTO[error.fault], detail: error.message };
  if (error instanceof NetworkFileError) return { code: NETWORK[error.reason], detail: error.message };
  if (error instanceof PhraseError) return { code: 'not-a-phrase', detail: error.message };
  if (error instanceof LogError) return { code: 'forged', detail: 'the log of names is in doubt' };
  if (error instanceof NotInNetworkError) return { code: 'not-joined' };
  if (error instanceof NoIdentityError) return { code: 'no-identity' };
  if (error instanceof TooFewOperatorsError)
    return { code: 'offline', detail: 'the network has too few operators' };
  if (error instanceof UnreachableError || error instanceof CarrierError || error instanceof BadAnswerError)
    return { code: 'offline' };
  return { code: readFailure(error) instanceof FullError ? 'full' : 'internal' };
}
