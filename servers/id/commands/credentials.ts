import { issueBatch } from '../../../lib/crypto/credential.ts';
import { nativePrimitives as p } from '../../../lib/crypto/native.ts';
import { ELEMENT_SIZE } from '../../../lib/crypto/ristretto.ts';
import type { Args, Result } from '../../../lib/protocol/command.ts';
import { allowance, credentials, epochs } from '../../../lib/protocol/commands/id.ts';
import { CommandError } from '../../../lib/protocol/errors.ts';
import { type Asked, type Served, serves } from '../../front.ts';
import { type IdParts, speaker } from '../parts.ts';
import type { KnownUser } from '../users.ts';

const FULL = 100;
const NEW = 20;

export function serveCredentials(id: IdParts): Served[] {
  return [
    serves(credentials, (args, asked) => issue(id, args, asked)),
    serves(allowance, async ({ word, epoch }, asked) => {
      const user = await speaker(id, allowance, word, asked);
      id.bans.refuse(user.user);
      if ((await id.epochs.toIssue(epoch)) === null) throw new CommandError('forbidden', 'epoch');
      return { count: allowanceOf(id, user, epoch), fetched: await id.issued.has(epoch, user.user) };
    }),
    serves(epochs, async () => ({ epochs: await id.epochs.list() })),
  ];
}

/** All of the allowance at once, always: how many somebody asks for would tell users apart. */
async function issue(
  id: IdParts,
  { word, epoch, blinded }: Args<typeof credentials>,
  asked: Asked,
): Promise<Result<typeof credentials>> {
  const user = await speaker(id, credentials, word, asked);
  id.bans.refuse(user.user);
  const key = await id.epochs.toIssue(epoch);
  if (key === null) throw new CommandError('forbidden', 'epoch');
  const count = allowanceOf(id, user, epoch);
  if (blinded.length > count * ELEMENT_SIZE) throw new CommandError('quota');
  if (blinded.length !== count * ELEMENT_SIZE)
    throw new CommandError('malformed', 'the whole allowance at once');
  const hash = p.sha256(blinded);
  const { elements, proof } = await id.issued.once(epoch, user.user, hash, () => {
    const made = issueBatch(id.group, key, blinded);
    if (made === null) throw new CommandError('malformed', 'not elements');
    return { asked: hash, ...made };
  });
  return { elements, proof };
}

/** By the account's age at the epoch's begin, so that an epoch's allowance never changes. */
function allowanceOf(id: IdParts, user: KnownUser, epoch: number): number {
  return epoch - user.record.since >= id.settings.newAccountDays ? FULL : NEW;
}
