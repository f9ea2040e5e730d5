import { same } from '../../../lib/bytes.ts';
import { bundle, serverKeys } from '../../../lib/protocol/commands/id.ts';
import { CommandError } from '../../../lib/protocol/errors.ts';
import { type Served, serves } from '../../front.ts';
import type { IdParts } from '../parts.ts';

const PART = 250_000;
const NOTHING = new Uint8Array(0);

/** A part beyond the last is empty and tells how many there are: a small question for "is there another?". */
export function serveBundle(id: IdParts): Served[] {
  return [
    serves(serverKeys, async ({ keys }, { by }) => {
      if (by === undefined) throw new CommandError('forbidden');
      await id.bundles.take(by.server, keys);
      return {};
    }),
    serves(bundle, async ({ have, part }) => {
      const ready = await id.bundles.current();
      if (ready === null) throw new CommandError('unavailable');
      if (have !== undefined && same(have, ready.hash)) return { json: NOTHING, parts: 0 };
      const parts = Math.ceil(ready.json.length / PART);
      return { json: ready.json.slice(part * PART, (part + 1) * PART), parts };
    }),
  ];
}
