import * as v from 'valibot';
import { adLinkFault, adTextFault } from '../../lib/protocol/inert.ts';

/** What a network file knows of ads: the tables that campaigns choose from. */
export interface AdTables {
  readonly cells: readonly string[];
  readonly keywords: readonly string[];
}

const inert = (most: number, fault: (text: string) => string | null) =>
  v.pipe(
    v.string(),
    v.maxLength(most, `must have at most ${most} characters`),
    v.check(
      (text) => fault(text) === null,
      (issue) => fault(issue.input) ?? '',
    ),
  );

const date = v.pipe(
  v.string(),
  v.regex(/^\d{4}-\d{2}-\d{2}$/, 'expected a date as 2030-12-31'),
  v.check((text) => !Number.isNaN(Date.parse(text)), 'is no day of the calendar'),
  v.transform((text) => Date.parse(text)),
);

/** One of a table's names; every name where the table is not known. */
const chosen = (table: readonly string[] | undefined, what: string) =>
  v.optional(
    v.pipe(
      v.array(
        v.pipe(
          v.string(),
          v.check(
            (name) => table === undefined || table.includes(name),
            `is not in the network's table of ${what}${table === undefined ? '' : `: ${table.join(', ')}`}`,
          ),
        ),
      ),
      v.minLength(1, 'must name one at least; leave it out for everybody'),
    ),
  );

/** A campaign as written in a catalogue file, checked against the tables where they are known. */
export function campaignShape(tables: AdTables | null, pictureFault: (file: string) => string | null) {
  return v.pipe(
    v.strictObject({
      /** Its name in the sums; never shown to readers. */
      id: v.pipe(v.string(), v.regex(/^[a-z0-9-]{1,32}$/, 'expected a-z, 0-9 and -, at most 32')),
      advertiser: inert(64, adTextFault),
      text: inert(500, adTextFault),
      link: inert(500, adLinkFault),
      /** A picture file, relative to the catalogue. */
      picture: v.optional(
        v.pipe(
          v.string(),
          v.check(
            (file) => pictureFault(file) === null,
            (issue) => pictureFault(issue.input) ?? '',
          ),
        ),
      ),
      cells: chosen(tables?.cells, 'cells'),
      keywords: chosen(tables?.keywords, 'keywords'),
      /** The first day, and the day it ends: UTC. */
      from: date,
      until: date,
      /** How often it is shown in all. */
      budget: v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(1e12)),
    }),
    v.forward(
      v.check(({ from, until }) => from < until, 'must be after from'),
      ['until'],
    ),
  );
}
export type Campaign = v.InferOutput<ReturnType<typeof campaignShape>>;

/** A whole catalogue file. */
export function catalogueShape(tables: AdTables | null, pictureFault: (file: string) => string | null) {
  return v.strictObject({
    campaigns: v.pipe(
      v.array(campaignShape(tables, pictureFault)),
      v.check(
        (all) => new Set(all.map(({ id }) => id)).size === all.length,
        (issue) => `${doubleOf(issue.input)} stands twice`,
      ),
    ),
  });
}

function doubleOf(all: { id: string }[]): string {
  const ids = all.map(({ id }) => id);
  return ids.find((id, i) => ids.indexOf(id) !== i) ?? '';
}
