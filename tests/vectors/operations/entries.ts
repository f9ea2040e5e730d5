import {
  checkInside,
  checkReport,
  type Place,
  type Report,
  type Seen,
  signInside,
} from '../../../lib/crypto/author.ts';
import { openChunk, sealChunk } from '../../../lib/crypto/chunk.ts';
import { openEntry, readEntry, type Sealing, sealEntry } from '../../../lib/crypto/entry.ts';
import { checkEntry, checkStored, signEntry } from '../../../lib/crypto/outside.ts';
import { derive } from '../../../lib/crypto/tagged.ts';
import type { EntryBody } from '../../../lib/protocol/inside.ts';
import { readBody } from '../../../lib/protocol/inside.ts';
import type { Entry, Opening, StoredEntry } from '../../../lib/protocol/item.ts';
import { drawing, p } from '../given.ts';
import { type Bytes, holds, type Operation, operation, reading } from './operation.ts';

/** Wire 4: what entries hold, their seal, and their signatures. */
export const entries: Record<string, Operation> = {
  'entry secret': operation(({ itemKey, entry, gen, rev }: Sealing) =>
    derive(p, 'entry secret', itemKey, entry, 32, gen, rev),
  ),
  'seal entry': operation(
    ({ inside, nonce, least, ...at }: Sealing & { inside: Opening; nonce: Bytes; least: number }) =>
      sealEntry(drawing(nonce), at, inside, least),
  ),
  'open entry': operation(({ sealed, ...at }: Sealing & { sealed: Bytes }) => openEntry(p, at, sealed)),
  'sign inside': operation(
    ({
      deviceSeed,
      place,
      seen,
      body,
      salt,
    }: {
      deviceSeed: Bytes;
      place: Place;
      seen: Seen;
      body: EntryBody;
      salt: Bytes;
    }) => signInside(drawing(salt), deviceSeed, place, seen, body),
  ),
  'check inside': operation(({ opening, ...place }: Place & { opening: Opening }) =>
    checkInside(p, opening, place),
  ),
  'read body': reading(({ body }: { body: Bytes }) => readBody(body)),
  'sign entry': operation(
    ({ seed, drop, outside }: { seed: Bytes; drop: Bytes; outside: Omit<Entry, 'key' | 'sig'> }) =>
      signEntry(p, seed, drop, outside),
  ),
  'check entry': operation(({ drop, entry }: { drop: Bytes; entry: Entry }) =>
    holds(checkEntry(p, drop, entry)),
  ),
  'check stored': operation(
    ({ drop, stored, owners }: { drop: Bytes; stored: StoredEntry; owners: Bytes[] }) =>
      holds(checkStored(p, drop, stored, owners)),
  ),
  'read entry': operation(({ drop, itemKey, entry }: { drop: Bytes; itemKey: Bytes; entry: Entry }) => {
    const read = readEntry(p, { drop, itemKey }, entry);
    return read && { id: read.id, device: read.device, head: read.head, body: read.body };
  }),
  'check report': operation((report: Report) => {
    const proved = checkReport(p, report);
    return proved && { user: proved.author.user, name: proved.author.name, body: proved.entry.body };
  }),
};

type Chunk = { drop: Bytes; entry: Bytes; key: Bytes; count: number; i: number };

/** Wire 4: chunks. */
export const chunks: Record<string, Operation> = {
  'seal chunk': operation(({ drop, entry, key, count, i, part }: Chunk & { part: Bytes }) =>
    sealChunk(p, { drop, entry }, { key, count }, i, part),
  ),
  'open chunk': operation(
    ({ drop, entry, key, count, i, size, chunk }: Chunk & { size: number; chunk: Bytes }) =>
      openChunk(p, { drop, entry }, { key, count, size }, i, chunk),
  ),
};
