import { checkWord } from '../../lib/crypto/card.ts';
import { nativePrimitives as p } from '../../lib/crypto/native.ts';
import type { Group } from '../../lib/crypto/ristretto.ts';
import { encode } from '../../lib/protocol/codec.ts';
import type { Command } from '../../lib/protocol/command.ts';
import { CommandError } from '../../lib/protocol/errors.ts';
import type { Word } from '../../lib/protocol/identity.ts';
import type { SignedNetwork } from '../../lib/protocol/network.ts';
import type { Asked } from '../front.ts';
import type { Bans } from './bans.ts';
import type { Bundles } from './bundles.ts';
import type { Epochs } from './epochs.ts';
import type { Issued } from './issued.ts';
import type { Log } from './log.ts';
import type { Reports } from './reports.ts';
import type { IdSettings } from './settings.ts';
import type { Spent } from './spent.ts';
import type { KnownUser, Users } from './users.ts';

/** What the ID server's commands work with. */
export interface IdParts {
  readonly serverId: Uint8Array;
  readonly settings: IdSettings;
  readonly group: Group;
  readonly log: Log;
  readonly users: Users;
  readonly bans: Bans;
  readonly epochs: Epochs;
  readonly issued: Issued;
  readonly spent: Spent;
  readonly reports: Reports;
  readonly bundles: Bundles;
  network(): SignedNetwork;
  now(): number;
  random(n: number): Uint8Array;
}

/** The user whose word a question carries; CommandError `absent` for an unknown one, `forbidden` where it does not hold. */
export async function speaker(id: IdParts, command: Command, word: Word, asked: Asked): Promise<KnownUser> {
  const user = await id.users.find(word.user);
  if (user === null) throw new CommandError('absent');
  const args = encode({ ...asked.raw, word: undefined });
  const said = { server: id.serverId, command: command.name, minute: asked.minute, args };
  if (!checkWord(p, user.card, word, said)) throw new CommandError('forbidden');
  return user;
}

/** The day of this moment. */
export function today(id: Pick<IdParts, 'now'>): number {
  return Math.floor(id.now() / 86_400_000);
}
