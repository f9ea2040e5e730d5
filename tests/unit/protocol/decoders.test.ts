import type * as v from 'valibot';
import { describe, expect, test } from 'vitest';
import { AdBody } from '../../../lib/protocol/ad.ts';
import { Answer, Body } from '../../../lib/protocol/body.ts';
import { decode, encode } from '../../../lib/protocol/codec.ts';
import { decodeAs, encodeAs } from '../../../lib/protocol/command.ts';
import { read } from '../../../lib/protocol/commands/content.ts';
import { find } from '../../../lib/protocol/commands/id.ts';
import { MalformedError } from '../../../lib/protocol/errors.ts';
import { Card, type SignedCard } from '../../../lib/protocol/identity.ts';
import { AuthorHead, isKnown, readBody } from '../../../lib/protocol/inside.ts';
import { Opening, OwnersRecord, type SignedRecord } from '../../../lib/protocol/item.ts';
import { readLetter, SignedLetter } from '../../../lib/protocol/letter.ts';
import { examples } from '../../vectors/examples.ts';
import { bears } from '../spoiling.ts';

type Bytes = Uint8Array;

const openings = examples<{ opening: Opening }>('entries', 'check inside').map(({ opening }) => opening);
const letters = examples<{ letter: Bytes }>('letters', 'read letter').map(({ letter }) => letter);

/** Shapes of the wire with bytes they take. */
const shapes: [string, v.GenericSchema, Bytes[]][] = [
  [
    'the body of a question',
    Body,
    [
      encode({ v: 1, c: 'id.log.root', t: 29_000_000, x: new Uint8Array(32), a: {} }),
      encode({
        v: 1,
        c: 'id.spend',
        t: 29_000_000,
        x: new Uint8Array(32),
        a: { nonce: new Uint8Array(32) },
        o: { server: new Uint8Array(32), sig: new Uint8Array(64) },
      }),
    ],
  ],
  [
    'the body of an answer',
    Answer,
    [encode({ ok: { at: 7 } }), encode({ error: 'stale', clock: 29_000_000, detail: 'a clock' })],
  ],
  ['a card', Card, examples<{ signed: SignedCard }>('people', 'check card').map(({ signed }) => signed.card)],
  [
    "an owner's record",
    OwnersRecord,
    examples<{ chain: SignedRecord[] }>('records', 'check chain').flatMap(({ chain }) =>
      chain.map(({ record }) => record),
    ),
  ],
  ['what an author signs', AuthorHead, openings.map(({ head }) => head)],
  ['an opened entry', Opening, openings.map((opening) => encode(opening))],
  [
    'a signed letter',
    SignedLetter,
    letters.slice(0, 2).map((letter) => encode({ letter, sig: new Uint8Array(64) })),
  ],
  ['an ad', AdBody, examples<{ ad: Bytes }>('ads', 'open ad').map(({ ad }) => ad)],
];

const refuses = (error: unknown): boolean => error instanceof MalformedError;

describe('any bytes are malformed, or the one encoding of what was read', () => {
  test.each(shapes)('%s', (_, shape, valid) => {
    bears({ valid, again: (bytes) => encodeAs(shape, decodeAs(shape, bytes)), refuses });
  });

  test('CBOR', () => {
    const valid = examples<{ bytes: Bytes }>('encodings', 'decode').map(({ bytes }) => bytes);
    bears({ valid, again: (bytes) => encode(decode(bytes)), refuses });
  });

  test('no empty list and no bytes stand for a map without members', () => {
    for (const empty of [[], new Uint8Array()]) {
      expect(() => decodeAs(find.args, encode(empty))).toThrow(MalformedError);
      expect(() => decodeAs(read.args, encode({ id: new Uint8Array(32), ad: empty }))).toThrow(
        MalformedError,
      );
    }
  });

  test('the body of an entry', () => {
    const valid = examples<{ body: Bytes }>('entries', 'read body').map(({ body }) => body);
    const again = (bytes: Bytes): Bytes => {
      const body = readBody(bytes);
      // of a kind of a later version nothing is taken over but that it is there
      return isKnown(body) ? encode(body) : bytes;
    };
    bears({ valid, again, refuses });
  });

  test('a letter', () => {
    const again = (bytes: Bytes): Bytes => {
      const letter = readLetter(bytes);
      return letter.events.every(isKnown) ? encode(letter) : bytes;
    };
    bears({ valid: letters, again, refuses });
  });
});
