import { base64url } from '../../../lib/bytes.ts';
import { checkReport } from '../../../lib/crypto/author.ts';
import { findDevice } from '../../../lib/crypto/card.ts';
import { nativePrimitives as p } from '../../../lib/crypto/native.ts';
import type { Args } from '../../../lib/protocol/command.ts';
import { report } from '../../../lib/protocol/commands/id.ts';
import { CommandError } from '../../../lib/protocol/errors.ts';
import { findServer } from '../../../lib/protocol/network.ts';
import { type Asked, type Served, serves } from '../../front.ts';
import { type IdParts, speaker } from '../parts.ts';
import type { KnownUser } from '../users.ts';

export function serveReport(id: IdParts): Served {
  return serves(report, (args, asked) => take(id, args, asked));
}

async function take(id: IdParts, args: Args<typeof report>, asked: Asked): Promise<{ number: number }> {
  const by = await reporter(id, args, asked);
  id.bans.refuse(by.user);
  if (findServer(id.network().file, base64url(args.server))?.role !== 'content')
    throw new CommandError('forbidden', 'not a content server');
  const { word: _, ...record } = args;
  const proved = await prove(id, args);
  const number = await id.reports.add(
    { ...record, by: by.user, against: proved, at: id.now(), state: 'open', blocked: false },
    id.settings.reportsPerDay,
  );
  return { number };
}

async function reporter(id: IdParts, args: Args<typeof report>, asked: Asked): Promise<KnownUser> {
  try {
    return await speaker(id, report, args.word, asked);
  } catch (error) {
    if (error instanceof CommandError && error.code === 'absent') throw new CommandError('forbidden');
    throw error;
  }
}

/** The user who wrote the entry; CommandError `forbidden` where the openings prove nobody. */
async function prove(id: IdParts, args: Args<typeof report>): Promise<Uint8Array> {
  const alone = checkReport(p, args);
  if (alone !== null) return alone.author.user;
  // another device of the same account may have written it: the card in force knows
  const claimed = checkReport(p, args, () => true);
  const known = claimed && (await id.users.find(claimed.author.user));
  if (claimed === null || !known || findDevice(known.card, args.entry.device) === null)
    throw new CommandError('forbidden', 'it proves nobody');
  return claimed.author.user;
}
