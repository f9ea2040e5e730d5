import { leave } from '../../../lib/protocol/commands/id.ts';
import { type Served, serves } from '../../front.ts';
import { type IdParts, speaker } from '../parts.ts';

/** The banned leave, too: a ban takes no right to be forgotten. */
export function serveLeave(id: IdParts): Served {
  return serves(leave, async ({ word }, asked) => {
    await id.users.remove(await speaker(id, leave, word, asked), id.now());
    return {};
  });
}
