import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { base64url, fromBase64url } from '../../../lib/bytes.ts';
import { packBytes, unpackBytes } from '../../../lib/native/base64.ts';

describe('bytes inside JSON', () => {
  it('are the base64url of the wire, whoever computes it', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 200 }), (bytes) => {
        expect(packBytes(bytes)).toBe(base64url(bytes));
        expect(unpackBytes(packBytes(bytes))).toEqual(bytes);
      }),
    );
  });

  it('have one form: what the wire’s own decoder refuses is refused', () => {
    const texts = fc.stringMatching(/^[A-Za-z0-9_\-+/= ]{0,9}$/);
    fc.assert(
      fc.property(texts, (text) => {
        const read = (decode: (text: string) => Uint8Array) => {
          try {
            return [...decode(text)];
          } catch {
            return 'refused';
          }
        };
        expect(read(unpackBytes)).toEqual(read(fromBase64url));
      }),
      { numRuns: 2000 },
    );
  });
});
