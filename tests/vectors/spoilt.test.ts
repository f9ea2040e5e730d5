// Every check and opening of the wire, given its valid vectors with one byte string in them spoilt.
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { runs } from '../unit/fuzzruns.ts';
import { examples } from './examples.ts';
import { toJson } from './json.ts';
import { OPERATIONS } from './operations/all.ts';

/** Operations by file, and the inputs of theirs that come from somebody else. */
const STRICT: Record<string, Record<string, string[]>> = {
  envelopes: { 'open question': ['envelope'], 'open hop': ['envelope'], 'open answer': ['answer'] },
  letters: { 'open letter': ['sealed'] },
  entries: {
    'open entry': ['sealed'],
    'read entry': ['entry'],
    'check inside': ['opening'],
    'check entry': ['entry'],
    'check report': ['key', 'number', 'card', 'entry'],
  },
  chunks: { 'open chunk': ['chunk'] },
  records: { 'check chain': ['chain'] },
  rights: {
    'check append': ['drop', 'key', 'sig'],
    'check edit': ['drop', 'key', 'sig'],
    'check remove': ['drop', 'entry', 'key', 'sig'],
    'check keys': ['drop', 'appendKeys', 'key', 'sig'],
    'check take': ['drop', 'entries', 'key', 'sig'],
    'check delete': ['drop', 'key', 'sig'],
    'check chunk': ['drop', 'entry', 'bytes', 'key', 'sig'],
  },
  log: { 'check leaf': ['leaf', 'path', 'root'] },
  people: {
    'check card': ['signed'],
    'check certificate': ['certificate'],
    'check letter key': ['key'],
    'check word': ['word'],
  },
  items: { 'open old key': ['old'] },
  standings: { 'check standing': ['standing'] },
  credentials: { finish: ['pk', 'elements', 'proof'], 'check spend': ['nonce', 'bound', 'mac'] },
  ads: { 'open ad': ['ad', 'sig'] },
};

/** The same where another value may be as good as the one that was spoilt: it is only never thrown at. */
const LOOSE: Record<string, Record<string, string[]>> = {
  envelopes: { 'read failure': ['frame'] },
  // whatever grew from nothing is consistent with it
  log: { 'check consistency': ['fromRoot', 'toRoot', 'path'] },
  // a tombstone stands by its own signature
  entries: { 'check stored': ['stored'] },
  standings: { follow: ['answer'], 'unpack deeds': ['bytes'] },
};

type Input = Record<string, unknown>;

/** A value with one of the byte strings in it flipped in one bit, cut, made longer or emptied. */
function spoilt(value: unknown): fc.Arbitrary<unknown> {
  const places = placesIn(value);
  return fc.constantFrom(...places).chain((place) => {
    const bytes = at(value, place);
    const flips = fc.nat(Math.max(0, bytes.length * 8 - 1)).map((bit) => flip(bytes, bit));
    const cuts = fc.nat(Math.max(0, bytes.length - 1)).map((end) => bytes.slice(0, end));
    const more = fc
      .uint8Array({ minLength: 1, maxLength: 70 })
      .map((end) => Uint8Array.from([...bytes, ...end]));
    const others = bytes.length === 0 ? more : fc.oneof(flips, flips, flips, cuts, more);
    return others.map((other) => put(value, place, other));
  });
}

function placesIn(value: unknown): string[][] {
  if (value instanceof Uint8Array) return [[]];
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([key, one]) => placesIn(one).map((rest) => [key, ...rest]));
}

function at(value: unknown, [key, ...rest]: string[]): Uint8Array {
  if (value instanceof Uint8Array) return value;
  const members = new Map(Object.entries(value ?? {}));
  return at(members.get(key ?? ''), rest);
}

function put(value: unknown, [key, ...rest]: string[], other: Uint8Array): unknown {
  if (key === undefined) return other;
  const members = new Map(Object.entries(value ?? {}));
  members.set(key, put(members.get(key), rest, other));
  return Array.isArray(value) ? [...members.values()] : Object.fromEntries(members);
}

function flip(bytes: Uint8Array, bit: number): Uint8Array {
  const out = Uint8Array.from(bytes);
  out[bit >> 3] = (out[bit >> 3] ?? 0) ^ (1 << (bit & 7));
  return out;
}

async function tried(
  file: string,
  op: string,
  members: string[],
  see: (out: unknown) => void,
): Promise<void> {
  const run = OPERATIONS[file]?.[op];
  if (run === undefined) throw new Error(`no operation ${op}`);
  for (const input of examples<Input>(file, op)) {
    const theirs = Object.fromEntries(members.map((name) => [name, input[name]]));
    expect(toJson(await run(input))).not.toBeNull();
    await fc.assert(
      fc.asyncProperty(spoilt(theirs), async (one) => {
        see(toJson(await run({ ...input, ...Object(one) })));
      }),
      runs(60),
    );
  }
}

const listed = (all: typeof STRICT) =>
  Object.entries(all).flatMap(([file, ops]) =>
    Object.entries(ops).map(([op, members]) => [file, op, members] as const),
  );

describe('with one byte string spoilt', () => {
  test.each(listed(STRICT))('%s: %s refuses', async (file, op, members) => {
    await tried(file, op, members, (out) => expect(out).toBeNull());
  });

  test.each(listed(LOOSE))('%s: %s answers', async (file, op, members) => {
    await tried(file, op, members, () => undefined);
  });
});
