// Writes the vectors anew: node tests/vectors/make.ts. A difference in git is a change of the wire.
import { commands } from './cases/commands.ts';
import { credentials } from './cases/credentials.ts';
import { chunks, entries } from './cases/entries.ts';
import { envelopes } from './cases/envelopes.ts';
import { items, records, rights } from './cases/items.ts';
import { letters } from './cases/letters.ts';
import { people } from './cases/people.ts';
import { standings } from './cases/standings.ts';
import { ads, log, network } from './cases/trust.ts';
import { encodings, frames } from './cases/wire.ts';

const WIRE = [frames, encodings, envelopes, people, network, log, credentials, letters, ads, commands];
const CONTENT = [items, records, rights, entries, chunks, standings];

for (const make of [...WIRE, ...CONTENT]) (await make()).write();
