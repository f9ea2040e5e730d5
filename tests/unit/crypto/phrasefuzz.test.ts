import fc from 'fast-check';
import { expect, test } from 'vitest';
import { fromBase64url, fromHex } from '../../../lib/bytes.ts';
import { nativePrimitives as p } from '../../../lib/crypto/native.ts';
import { newPhrase, PhraseError, readPhrase } from '../../../lib/crypto/phrase.ts';
import { runs } from '../fuzzruns.ts';

const text = fc.oneof(fc.string({ unit: 'binary' }), fc.string({ unit: 'grapheme' }), fc.string());

test('whatever is typed is a phrase or no phrase', () => {
  const phrase = newPhrase(p);
  const typed = fc.oneof(
    text,
    fc.tuple(fc.nat(phrase.length), text).map(([at, put]) => phrase.slice(0, at) + put + phrase.slice(at)),
    fc.shuffledSubarray(phrase.split(' '), { minLength: 20 }).map((words) => words.join(' ')),
  );
  fc.assert(
    fc.property(typed, (one) => {
      try {
        expect(readPhrase(readPhrase(one))).toBe(readPhrase(one));
      } catch (error) {
        expect(error).toBeInstanceOf(PhraseError);
        // what was typed may be most of somebody's phrase: no word of it is repeated
        for (const word of one.split(/\s+/).filter((said) => said.length > 8))
          expect(String(error)).not.toContain(word);
      }
    }),
    runs(300),
  );
});

test('whatever is read as hexadecimal or base64url is that, or a RangeError', () => {
  for (const read of [fromHex, fromBase64url])
    fc.assert(
      fc.property(text, (one) => {
        try {
          read(one);
        } catch (error) {
          expect(error).toBeInstanceOf(RangeError);
        }
      }),
      runs(200),
    );
});
