import * as v from 'valibot';
import { same } from '../../bytes.ts';
import type { Db } from '../../db/schema.ts';
import { encode } from '../../protocol/codec.ts';
import { decodeAs } from '../../protocol/command.ts';
import type { Service } from '../service.ts';

/**
 * Tables that are not in the vault: what another device has anew (credentials, the network's bundle), what is read again
 * on demand (photos), and the vault's own.
 */
const LEFT_OUT = ['network', 'credentials', 'batches', 'epochs', 'blobs', 'vaults', 'vaultMarks'];
/** Deeds of the user's own making; all others come by themselves. */
const DEEDS = ['create', 'put', 'chunks', 'remove', 'delete', 'change', 'news', 'wall', 'report', 'check'];

const Page = v.strictObject({
  format: v.literal(1),
  /** Number of the whole copy it is a difference to; its own where it is one. */
  base: v.number(),
  /** Changed rows by table. */
  rows: v.record(v.string(), v.array(v.unknown())),
  /** Keys of deleted rows by table. */
  gone: v.record(v.string(), v.array(v.unknown())),
});
export type Page = v.InferOutput<typeof Page>;

/** The marks of a page's rows: what the vault holds of them once it is there. */
export interface Difference {
  plaintext: Uint8Array;
  /** Nothing changed. */
  empty: boolean;
}

/** What changed since a server's marks (all, where there is no whole copy), as a page. In a transaction. */
export async function makePage(
  service: Service,
  server: string,
  base: number,
  whole: boolean,
): Promise<Difference> {
  const { db } = service;
  const marks = whole ? new Map<string, Uint8Array>() : await marksOf(db, server);
  const page: Page = { format: 1, base, rows: {}, gone: {} };
  const here = new Set<string>();
  for (const { name, key, row } of await rowsOf(db)) {
    const mark = markKey(server, name, key);
    here.add(mark);
    const known = marks.get(mark);
    if (known !== undefined && same(known, service.p.sha256(encode(row)))) continue;
    page.rows[name] = [...(page.rows[name] ?? []), row];
  }
  for (const mark of marks.keys()) {
    if (here.has(mark)) continue;
    const { name, key } = readMark(mark);
    page.gone[name] = [...(page.gone[name] ?? []), key];
  }
  const empty = Object.keys(page.rows).length === 0 && Object.keys(page.gone).length === 0;
  return { plaintext: encode(page), empty };
}

/** Reads a page; throws MalformedError. */
export function readPage(plaintext: Uint8Array): Page {
  return decodeAs(Page, plaintext);
}

/** Puts a page into the database. In a transaction. */
export async function applyPage(db: Db, page: Page): Promise<void> {
  for (const table of tablesOf(db)) {
    await table.bulkDelete(page.gone[table.name] ?? []);
    await table.bulkPut(page.rows[table.name] ?? []);
  }
}

/** Notes that a server's vault holds what a page says. In a transaction. */
export async function markPage(service: Service, server: string, page: Page, whole: boolean): Promise<void> {
  const { db, p } = service;
  if (whole) await db.vaultMarks.where('key').startsWith(`${server}:`).delete();
  for (const table of tablesOf(db)) {
    const rows = page.rows[table.name] ?? [];
    const puts = rows.map((row) => ({
      key: markKey(server, table.name, keyOf(table.schema.primKey.keyPath, row)),
      hash: p.sha256(encode(row)),
    }));
    await db.vaultMarks.bulkPut(puts);
    await db.vaultMarks.bulkDelete(
      (page.gone[table.name] ?? []).map((key) => markKey(server, table.name, key)),
    );
  }
}

function tablesOf(db: Db) {
  return db.tables.filter(({ name }) => !LEFT_OUT.includes(name));
}

async function rowsOf(db: Db): Promise<{ name: string; key: unknown; row: unknown }[]> {
  const out: { name: string; key: unknown; row: unknown }[] = [];
  for (const table of tablesOf(db)) {
    for (const row of await table.toArray()) {
      if (table.name === 'deeds' && !DEEDS.includes(String(row.kind))) continue;
      out.push({ name: table.name, key: keyOf(table.schema.primKey.keyPath, row), row });
    }
  }
  return out;
}

function keyOf(path: string | string[] | null | undefined, row: unknown): unknown {
  if (typeof row !== 'object' || row === null || !path) throw new TypeError('a row without key');
  const members = new Map<string, unknown>(Object.entries(row));
  return typeof path === 'string' ? members.get(path) : path.map((one) => members.get(one));
}

async function marksOf(db: Db, server: string): Promise<Map<string, Uint8Array>> {
  const rows = await db.vaultMarks.where('key').startsWith(`${server}:`).toArray();
  return new Map(rows.map(({ key, hash }) => [key, hash]));
}

function markKey(server: string, table: string, key: unknown): string {
  return `${server}:${table}:${JSON.stringify(key)}`;
}

function readMark(mark: string): { name: string; key: unknown } {
  const [, name = '', ...rest] = mark.split(':');
  return { name, key: JSON.parse(rest.join(':')) };
}
