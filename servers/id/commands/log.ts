import { logConsistency, logFind, logNames, logRoot } from '../../../lib/protocol/commands/id.ts';
import { type Served, serves } from '../../front.ts';
import type { IdParts } from '../parts.ts';

const NAME_SIZE = 32; // CBOR of an index and eight bytes, at most
const NAMES = 500;

export function serveLog(id: IdParts): Served[] {
  return [
    serves(logRoot, () => id.log.root()),
    serves(logConsistency, async ({ from, to }) => ({ path: id.log.consistency(from, to) })),
    serves(logFind, ({ leaf }) => id.log.proof(leaf)),
    serves(logNames, async ({ from }, { room }) => {
      const most = Math.min(NAMES, Math.max(1, Math.floor((room - 64) / NAME_SIZE)));
      return { size: id.log.size, ...id.log.names(from, most) };
    }),
  ];
}
