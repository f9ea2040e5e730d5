import { chunks, entries, items, records, rights, standings } from './content.ts';
import { credentials, letters, log, people } from './people.ts';
import type { Operation } from './vector.ts';
import { ads, commands, encodings, envelopes, frames, network } from './wire.ts';

/** What this client does with the vectors of each file, by the file's name. */
export const OPERATIONS: Record<string, Record<string, Operation>> = {
  frames,
  encodings,
  envelopes,
  people,
  items,
  records,
  rights,
  entries,
  chunks,
  standings,
  letters,
  credentials,
  log,
  network,
  ads,
  commands,
};
