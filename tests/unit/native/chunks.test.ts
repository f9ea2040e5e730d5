import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { asciiJson, joiner, LONGEST_FRAME, LONGEST_MESSAGE, split } from '../../../lib/native/chunks.ts';
import { MalformedError } from '../../../lib/protocol/errors.ts';

function joined(frames: readonly unknown[]): unknown[] {
  const join = joiner();
  return frames.map(join).filter((whole) => whole !== undefined);
}

describe('messages in chunks', () => {
  it('come out as they went in, whatever is in them, each frame below the browser’s limit', () => {
    const texts = fc.oneof(fc.string(), fc.constantFrom('"', '\\', 'é', '\u2028', '\ud800', '😀', '\u0000'));
    fc.assert(
      fc.property(texts, fc.integer({ min: 1, max: 1_500_000 }), (text, length) => {
        const message = {
          id: 1,
          with: text.repeat(Math.ceil(length / Math.max(1, text.length))).slice(0, length),
        };
        const frames = split(message, 7);
        for (const frame of frames)
          expect(Buffer.byteLength(JSON.stringify(frame))).toBeLessThanOrEqual(LONGEST_FRAME);
        expect(joined(frames)).toEqual([message]);
      }),
      { numRuns: 10 },
    );
  });

  it('of two messages may come mixed', () => {
    const [a, b] = [split('a'.repeat(1_200_000), 1), split('b'.repeat(1_200_000), 2)];
    const mixed = a.flatMap((frame, i) => [frame, b[i]]);
    expect(joined(mixed)).toEqual(['a'.repeat(1_200_000), 'b'.repeat(1_200_000)]);
  });

  it('out of order, repeated, unknown or of no form are refused, and nothing is kept', () => {
    const chunk = (at: number, of = 3, id = 1) => ({ chunk: { id, at, of, text: '1' } });
    const bad = [
      [chunk(1)],
      [chunk(0), chunk(0)],
      [chunk(0), chunk(2)],
      [chunk(3)],
      [{ chunk: 7 }],
      [chunk(0, 1.5)],
    ];
    for (const frames of [...bad, [{ chunk: { id: 1, at: 0, of: 1, text: '{' } }]])
      expect(() => joined(frames)).toThrow(MalformedError);
    const join = joiner();
    expect(join(chunk(0))).toBeUndefined();
    expect(() => join(chunk(2))).toThrow(MalformedError);
    expect(() => join(chunk(1))).toThrow(MalformedError);
  });

  it('over what a message may have are refused at both ends', () => {
    expect(() => split('x'.repeat(LONGEST_MESSAGE), 1)).toThrow(RangeError);
    const join = joiner();
    const text = 'x'.repeat(500_000);
    const many = (): void => {
      for (let at = 0; at < 100; at++) join({ chunk: { id: 1, at, of: 100, text } });
    };
    expect(many).toThrow(MalformedError);
    const open = joiner();
    const ids = Array.from({ length: 9 }, (_, id) => ({ chunk: { id, at: 0, of: 2, text: '' } }));
    expect(() => ids.map(open)).toThrow(MalformedError);
  });

  it('are ASCII, so that no text is split inside a letter', () => {
    expect(asciiJson({ a: 'é😀' })).toBe('{"a":"\\u00e9\\ud83d\\ude00"}');
  });
});
