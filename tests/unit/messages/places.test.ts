import * as v from 'valibot';
import { describe, expect, test } from 'vitest';
import { REQUESTS } from '../../../lib/messages/catalogue.ts';
import { Push } from '../../../lib/messages/pushes.ts';

const WORDS = 'Dear Bob, nobody else shall read this';
const ID = 'ab'.repeat(32);

const toPage = [...REQUESTS.values()].filter(({ from }) => from.includes('page'));

describe('what reaches the content script are places', () => {
  test.each(toPage.map((request) => [request.name, request]))(
    '%s answers no word, name or id',
    (_, { answer }) => {
      for (const secret of [WORDS, ID])
        for (const smuggled of filled(answer, secret))
          expect(v.safeParse(answer, smuggled).success).toBe(false);
    },
  );

  test('nor does any push', () => {
    for (const secret of [WORDS, ID]) {
      for (const is of ['size', 'close', 'above', 'feed', 'state', 'words'])
        for (const key of ['frame', 'text', 'drop', 'state', 'height', 'toFacebook']) {
          const push = {
            is,
            frame: '0'.repeat(32),
            toFacebook: false,
            state: 'on',
            height: 1,
            [key]: secret,
          };
          expect(v.safeParse(Push, push).success).toBe(false);
        }
    }
  });
});

/** Values that would have the secret in one of their members, or in one too many. */
function filled(shape: v.GenericSchema, secret: string): unknown[] {
  const entries = 'entries' in shape ? (shape.entries as Record<string, unknown>) : {};
  const whole = Object.fromEntries(Object.keys(entries).map((key) => [key, secret]));
  const nested = { posts: [{ handle: secret, fresh: true }], nonce: secret, frame: secret, state: secret };
  const known = Object.fromEntries(Object.entries(nested).filter(([key]) => key in entries));
  return [
    secret,
    { ...whole, text: secret },
    { text: secret },
    ...(Object.keys(known).length > 0 ? [whole, known] : []),
  ];
}
