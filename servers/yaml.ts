import { readFile } from 'node:fs/promises';
import * as v from 'valibot';
import { type Document, isMap, isNode, isPair, isScalar, LineCounter, parseDocument, visit } from 'yaml';

/** A wrong setting; the message is one line: file, line, column, what is wrong and what is allowed. */
export class ConfigError extends Error {
  override name = 'ConfigError';
}

/**
 * Reads a YAML file by a schema; defaults are filled in. Throws ConfigError that names the first wrong setting with its
 * place, e.g. `north.yaml:3:7: role: expected "id" | "ad" | "content" | "entry" | "exit", found "contents"`.
 */
export async function readYaml<S extends v.GenericSchema>(
  file: string,
  schema: S,
): Promise<v.InferOutput<S>> {
  let text: string;
  try {
    text = await readFile(file, 'utf8');
  } catch (error) {
    throw new ConfigError(`${file}: cannot be read`, { cause: error });
  }
  return checkYaml(file, text, schema);
}

/** The same of a text; `file` is only named. */
export function checkYaml<S extends v.GenericSchema>(
  file: string,
  text: string,
  schema: S,
): v.InferOutput<S> {
  const lines = new LineCounter();
  const document = parseDocument(text, { lineCounter: lines, prettyErrors: false });
  const [wrong] = document.errors;
  const at = (offset: number): string => {
    const { line, col } = lines.linePos(offset);
    return `${file}:${line}:${col}`;
  };
  if (wrong !== undefined)
    throw new ConfigError(`${at(wrong.pos[0])}: not YAML: ${wrong.message.split('\n')[0]}`);
  if (document.contents !== null && !isMap(document.contents))
    throw new ConfigError(`${at(placeOf(document, []))}: expected settings, each as "name: value"`);
  const value = plainValue(document, (offset) => at(offset));
  const result = v.safeParse(schema, value);
  if (result.success) return result.output;
  // a mistyped name is an unknown setting and a missing one: the first is the one to mend
  const issue = result.issues.find((one) => one.expected === 'never') ?? result.issues[0];
  throw new ConfigError(
    `${at(placeOf(document, pathOf(issue), issue.expected === 'never'))}: ${sayIssue(schema, issue)}`,
  );
}

function plainValue(document: Document, at: (offset: number) => string): unknown {
  visit(document, {
    // a few lines of them can stand for gigabytes, and no setting needs one
    Alias: (_key, node) => {
      throw new ConfigError(`${at(node.range?.[0] ?? 0)}: aliases are not taken`);
    },
  });
  return document.toJS() ?? {};
}

function pathOf(issue: v.BaseIssue<unknown>): PropertyKey[] {
  return (issue.path ?? []).map(({ key }) => (typeof key === 'number' ? key : String(key)));
}

function sayIssue(schema: v.GenericSchema, issue: v.BaseIssue<unknown>): string {
  const path = pathOf(issue);
  const name = path.length === 0 ? 'settings' : path.join('.');
  if (issue.expected === 'never' && issue.type === 'strict_object')
    return `${name}: no such setting; allowed: ${Object.keys(entriesAt(schema, path.slice(0, -1))).join(', ')}`;
  if (issue.type === 'strict_object' && issue.received === 'undefined') return `${name}: is missing`;
  return `${name}: ${wanted(issue)}, found ${issue.received}`;
}

function wanted(issue: v.BaseIssue<unknown>): string {
  // messages of our own say what is allowed better than types do
  const own = !issue.message.startsWith('Invalid ');
  return own ? issue.message : `expected ${issue.expected ?? 'another value'}`;
}

/** The settings a schema knows at a path; none where it is not an object there. */
function entriesAt(schema: unknown, path: PropertyKey[]): Record<string, unknown> {
  const [key, ...rest] = path;
  const entries = entriesOf(schema);
  if (key === undefined) return entries;
  return entriesAt(typeof key === 'number' ? itemOf(schema) : entries[String(key)], rest);
}

function itemOf(schema: unknown): unknown {
  if (typeof schema !== 'object' || schema === null) return undefined;
  if ('wrapped' in schema) return itemOf(schema.wrapped);
  return 'item' in schema ? schema.item : undefined;
}

function entriesOf(schema: unknown): Record<string, unknown> {
  if (typeof schema !== 'object' || schema === null) return {};
  // optional(…) and the like wrap what they are about
  if ('wrapped' in schema) return entriesOf(schema.wrapped);
  if ('entries' in schema && typeof schema.entries === 'object' && schema.entries !== null)
    return Object.fromEntries(Object.entries(schema.entries));
  return {};
}

/** Where in the text the trouble is: the setting's name where it is unknown, its value where that is wrong, else what should hold it. */
function placeOf(document: Document, path: PropertyKey[], unknown = false): number {
  for (let length = path.length; length > 0; length--) {
    const holder = length === 1 ? document.contents : document.getIn(path.slice(0, length - 1), true);
    const pair = isMap(holder)
      ? holder.items.find(
          (item) => isPair(item) && isScalar(item.key) && String(item.key.value) === String(path[length - 1]),
        )
      : undefined;
    const node =
      pair === undefined
        ? document.getIn(path.slice(0, length), true)
        : unknown
          ? pair.key
          : (pair.value ?? pair.key);
    if (isNode(node) && node.range) return node.range[0];
  }
  return isNode(document.contents) && document.contents.range ? document.contents.range[0] : 0;
}
