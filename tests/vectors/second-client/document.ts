// Section 11, read from the document itself: the shapes and the commands.
import { readFileSync } from 'node:fs';
import { must, Refused } from './bytes.ts';
import { decode } from './cbor.ts';
import { readShape, type Test } from './notation.ts';

interface Command {
  args: Test;
  result: Test;
  errors: string[];
}

const DOCUMENT = new URL('../../../lib/protocol/README.md', import.meta.url);
const shapes = new Map<string, Test>();
const commands = new Map<string, Command>();

const text = readFileSync(DOCUMENT, 'utf8');
const section = /<!-- commands:begin -->([\s\S]*)<!-- commands:end -->/.exec(text)?.[1] ?? '';
const codesIn = (line: string): string[] => [...line.matchAll(/`([a-z-]+)`/g)].map(([, code = '']) => code);
const ofEveryCommand = codesIn(/^Every command may also answer .*$/m.exec(text)?.[0] ?? '');
for (const [, name = '', shape = ''] of section.matchAll(/^\*\*(\w+)\*\*: (.*)$/gm))
  shapes.set(name, readShape(shape.replaceAll('\\|', '|'), shapes));
for (const block of section.split(/^#### /m).slice(1)) {
  const line = (what: string) =>
    new RegExp(`^- ${what}: (.*)$`, 'm').exec(block)?.[1]?.replaceAll('\\|', '|') ?? '';
  const name = /^`([^`]+)`/.exec(block)?.[1] ?? '';
  commands.set(name, {
    args: readShape(line('arguments'), shapes),
    result: readShape(line('result'), shapes),
    errors: [...codesIn(line('errors')), ...ofEveryCommand],
  });
}

/** A command of the document. Refused where there is none of this name. */
export function command(name: string): Command {
  const found = commands.get(name);
  if (found === undefined) throw new Refused(`no command ${name}`);
  return found;
}

/** A structure: its test, and the reader of its CBOR. */
export interface Shape<T> {
  /** The value itself. Refused where it has another shape. */
  check: (value: unknown) => T;
  /** What the bytes hold. Refused. */
  read: (bytes: Uint8Array) => T;
}

/** A structure in the document's notation, or by a name of its section 11. */
export function shapeOf<T>(notation: string): Shape<T> {
  const test = readShape(notation, shapes);
  const has = (value: unknown): value is T => test(value);
  const check = (value: unknown): T => {
    must(has(value), 'another shape');
    return value;
  };
  return { check, read: (bytes) => check(decode(bytes)) };
}
