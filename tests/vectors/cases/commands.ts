import type * as v from 'valibot';
import { CATALOGUE } from '../../../lib/protocol/catalogue.ts';
import { encode } from '../../../lib/protocol/codec.ts';
import { Book } from '../book.ts';
import { bytesOf } from '../given.ts';

/** What a shape says of itself. */
interface Shape {
  type: string;
  entries?: Record<string, Shape>;
  wrapped?: Shape;
  item?: Shape;
  options?: readonly string[];
  pipe?: readonly {
    type: string;
    requirement?: unknown;
    metadata?: { wire?: string };
    entries?: Record<string, Shape>;
  }[];
}
type Members = Record<string, unknown>;

/** Wire 11: arguments and results of every command: with all members, with the least, and ill-formed ones. */
export async function commands(): Promise<Book> {
  const book = new Book(
    'commands',
    'Wire 11: CBOR of arguments and results of every command. The values are of their form and mean nothing.',
  );
  for (const { name, args, result } of Object.values(CATALOGUE).flat()) {
    await part(book, name, 'arguments', args);
    await part(book, name, 'result', result);
  }
  return book;
}

async function part(
  book: Book,
  command: string,
  op: 'arguments' | 'result',
  schema: v.GenericSchema,
): Promise<void> {
  const shape = schema as unknown as Shape;
  const all = map(shape, command, true);
  const least = map(shape, command, false);
  const add = (name: string, value: object) =>
    book.add(`${command}: ${name}`, op, { command, bytes: encode(value) });
  const refuse = (name: string, value: unknown) =>
    book.refuse(`${command}: ${name}`, op, { command, bytes: encode(value) });
  await add('all members', all);
  if (Object.keys(all).length > Object.keys(least).length) await add('the least', least);
  await refuse('an unknown member', { ...all, unknown: 1 });
  await refuse('no map', [all]);
  await refuse('an empty array', []);
  await refuse('empty bytes', new Uint8Array(0));
  for (const [member, one] of Object.entries(shape.entries ?? {})) {
    const { [member]: _, ...rest } = all;
    if (one.type !== 'optional') await refuse(`without ${member}`, rest);
    await refuse(`${member} null`, { ...all, [member]: null });
    const over = tooMuch(one.wrapped ?? one);
    if (over !== undefined) await refuse(`${member} out of bounds`, { ...all, [member]: over });
  }
}

function map(shape: Shape, name: string, all: boolean): Members {
  const entries = Object.entries(shape.entries ?? {}).filter(([, one]) => all || one.type !== 'optional');
  return Object.fromEntries(entries.map(([member, one]) => [member, value(one, `${name} ${member}`, all)]));
}

function value(shape: Shape, name: string, all: boolean): unknown {
  if (shape.wrapped !== undefined)
    return shape.type === 'nullable' && !all ? null : value(shape.wrapped, name, all);
  const members = [shape, ...(shape.pipe ?? [])].find((one) => one.entries !== undefined);
  if (members !== undefined) return map(members, name, all);
  if (shape.options !== undefined) return shape.options[0];
  if (shape.item !== undefined) return list(shape, shape.item, name, all);
  if (shape.type === 'boolean') return true;
  const [, kind, most] = wireOf(shape);
  if (kind === 'bytes') return bytesOf(name, exact(shape) ? most : Math.min(most, 40));
  return kind === 'text' ? `text of ${name}`.slice(0, most) : Math.min(most, 7);
}

function list(shape: Shape, item: Shape, name: string, all: boolean): unknown[] {
  const least = Number(step(shape, 'min_length') ?? 0);
  const most = Number(step(shape, 'max_length') ?? 2);
  const count = all ? Math.min(most, 2) : least;
  return Array.from({ length: count }, (_, i) => value(item, `${name} ${i}`, all));
}

/** A value just beyond what a member may be; undefined where it has no bound that fits a vector. */
function tooMuch(shape: Shape): unknown {
  if (shape.item !== undefined) {
    const most = Number(step(shape, 'max_length') ?? Number.POSITIVE_INFINITY);
    return most > 64
      ? undefined
      : Array.from({ length: most + 1 }, (_, i) => value(shape.item ?? shape, `over ${i}`, false));
  }
  if (shape.pipe === undefined) return undefined;
  const [, kind, most] = wireOf(shape);
  if (kind === 'bytes') return most > 4096 ? undefined : new Uint8Array(most + 1);
  if (kind === 'text') return most > 4096 ? undefined : 'x'.repeat(most + 1);
  return most < Number.MAX_SAFE_INTEGER ? most + 1 : undefined;
}

function wireOf(shape: Shape): [string, string, number] {
  const wire = shape.pipe?.findLast((one) => one.metadata?.wire !== undefined)?.metadata?.wire ?? '';
  const [, kind = '', most] = /^(\w+)(?:\((?:<=)?(\d+)\))?$/.exec(wire) ?? [];
  if (kind === '') throw new Error(`a shape without a form: ${shape.type}`);
  return [wire, kind, most === undefined ? Number.MAX_SAFE_INTEGER : Number(most)];
}

function exact(shape: Shape): boolean {
  return !wireOf(shape)[0].includes('<=');
}

function step(shape: Shape, type: string): unknown {
  return shape.pipe?.find((one) => one.type === type)?.requirement;
}
