import { chunks, entries } from './entries.ts';
import { envelope } from './envelope.ts';
import { items, records, rights } from './items.ts';
import { credentials, letters } from './letters.ts';
import type { Operation } from './operation.ts';
import { people } from './people.ts';
import { ads, log, network, standings } from './trust.ts';
import { commands, encodings, frames } from './wire.ts';

/** The operations of each vector file, by the file's name. */
export const OPERATIONS: Record<string, Record<string, Operation>> = {
  frames,
  encodings,
  envelopes: envelope,
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
