import { checkSpend } from '../../../lib/crypto/credential.ts';
import { nativePrimitives as p } from '../../../lib/crypto/native.ts';
import { spend } from '../../../lib/protocol/commands/id.ts';
import { CommandError } from '../../../lib/protocol/errors.ts';
import { type Served, serves } from '../../front.ts';
import type { IdParts } from '../parts.ts';

/** A MAC that is wrong spends nothing: whoever has seen a nonce cannot use it up. */
export function serveSpend(id: IdParts): Served {
  return serves(spend, async ({ epoch, nonce, bound, mac }, { by }) => {
    if (by?.role !== 'content') throw new CommandError('forbidden');
    const secret = await id.epochs.toCheck(epoch);
    if (secret === null) return { yes: false };
    if (!checkSpend(id.group, p, secret, by.server, { nonce, bound, mac })) return { yes: false };
    return { yes: await id.spent.spend(epoch, nonce, by.server, bound) };
  });
}
