import { block } from '../../../lib/protocol/commands/content.ts';
import { CommandError } from '../../../lib/protocol/errors.ts';
import { type Served, serves } from '../../front.ts';
import type { Blocked } from '../blocked.ts';

/** Only the ID server, which decides about reports, may stop a key. */
export function serveBlock(blocked: Blocked): Served {
  return serves(block, async ({ key }, { by }) => {
    if (by?.role !== 'id') throw new CommandError('forbidden');
    await blocked.add(key);
    return {};
  });
}
