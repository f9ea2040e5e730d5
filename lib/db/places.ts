import type { DBCore, DBCoreMutateRequest, DBCoreTable, Middleware } from 'dexie';
import { hex } from '../bytes.ts';
import type { EntryRow, Lane } from './items.ts';
import type { NotificationRow } from './lists.ts';

/** Members of rows that exist for indexes alone: written with every row, by nobody else. */

/** Where an entry is found without reading a thread's other entries. */
export interface EntryPlace {
  lane: Lane;
  /** Of an answer: row key of the comment it answers, always of the same thread. */
  under?: string;
  /** Of reactions: one `<row key of the entry>:<reaction>:<1 for ours, else 0>` each. */
  to?: string[];
}

/** The place of an entry by what it says. */
export function placeOf({ drop, body, state, mine }: EntryRow): EntryPlace {
  if (state === 'removed') return { lane: 'gone' };
  if (body === null || 'unknown' in body) return { lane: 'else' };
  if (body.is === 'post') return { lane: 'post' };
  if (body.is === 'comment')
    return body.re === null ? { lane: 'comment' } : { lane: 'answer', under: `${drop}:${hex(body.re)}` };
  if (body.is !== 'reactions' || body.to.length === 0) return { lane: 'else' };
  const to = body.to.map(([entry, reaction]) => `${drop}:${hex(entry)}:${reaction}:${mine ? 1 : 0}`);
  return { lane: 'reactions', to };
}

function placeEntry(row: EntryRow): EntryRow {
  const { lane: _, under: __, to: ___, ...rest } = row;
  return { ...rest, ...placeOf(row) };
}

/** No index takes true and false: what was not seen has a member that what was seen has not. */
function placeNotification(row: NotificationRow): NotificationRow {
  const { fresh: _, ...rest } = row;
  return row.seen ? rest : { ...rest, fresh: 1 };
}

const PLACERS: Record<string, (row: never) => unknown> = {
  entries: placeEntry,
  notifications: placeNotification,
};

/** Writes the places of rows whenever rows are written, whoever does. */
export const places: Middleware<DBCore> = {
  stack: 'dbcore',
  name: 'places',
  create: (core) => ({ ...core, table: (name) => placing(core.table(name), PLACERS[name]) }),
};

function placing(table: DBCoreTable, placer: ((row: never) => unknown) | undefined): DBCoreTable {
  if (placer === undefined) return table;
  return {
    ...table,
    mutate: (request: DBCoreMutateRequest) => {
      if (request.type !== 'add' && request.type !== 'put') return table.mutate(request);
      return table.mutate({ ...request, values: request.values.map((row) => placer(row as never)) });
    },
  };
}
