import { encode } from '../../../lib/protocol/codec.ts';
import { find, search } from '../../../lib/protocol/commands/id.ts';
import { CommandError } from '../../../lib/protocol/errors.ts';
import { type Served, serves } from '../../front.ts';
import type { IdParts } from '../parts.ts';

const SHOWN = 20;

export function serveFind(id: IdParts): Served[] {
  return [
    serves(find, async ({ name, user }) => {
      if ((name === undefined) === (user === undefined))
        throw new CommandError('malformed', 'a name or a user');
      const known = user !== undefined ? await id.users.find(user) : await id.users.findByName(name ?? '');
      if (known === null) throw new CommandError('absent');
      return id.users.list(known);
    }),
    serves(search, async ({ text, after }, { room }) => {
      const users = await id.users.search(text, after ?? '', SHOWN);
      const found = users.map(({ user, card: { name, about } }) => ({ name, user, about }));
      return { found: withinRoom(found, room) };
    }),
  ];
}

/** As many as the answer has room for; the rest is asked for with `after`. */
function withinRoom<T>(found: T[], room: number): T[] {
  let rest = room - 16;
  return found.filter((one) => {
    rest -= encode(one).length;
    return rest >= 0;
  });
}
