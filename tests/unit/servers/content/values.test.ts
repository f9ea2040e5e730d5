import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { nativePrimitives as p } from '../../../../lib/crypto/native.ts';
import { encode } from '../../../../lib/protocol/codec.ts';
import { append, create } from '../../../../lib/protocol/commands/content.ts';
import { LIMITS } from '../../../../lib/protocol/item.ts';
import { StoreValueError } from '../../../../servers/content/bytesio.ts';
import { readHead, writeHead } from '../../../../servers/content/head.ts';
import { placeOf, storeKeys } from '../../../../servers/content/names.ts';
import { arrayOf, mapOf } from '../../../../servers/content/rawcbor.ts';
import { readList } from '../../../../servers/content/tree.ts';
import { runs } from '../../fuzzruns.ts';
import { MemoryContent } from './memory.ts';
import { TestAuthor, TestItem } from './people.ts';

describe('heads', () => {
  test('are 32 KiB at most and pages 56 KiB, whatever people write, and read back as they were', async () => {
    const content = new MemoryContent();
    const item = new TestItem();
    await content.write(create, item.creation());
    const author = new TestAuthor();
    for (let n = 0; n < 40; n++) {
      const entries = Array.from({ length: 4 }, () =>
        author.entry(item, { sealed: p.random(n % 3 === 0 ? 8192 : 512) }),
      );
      await content.write(append, item.appending(entries));
      for (const [subject, { value }] of content.store.values)
        expect(value.length).toBeLessThanOrEqual(subject.endsWith('.h') ? LIMITS.head : LIMITS.page);
    }
    const place = placeOf(p, content.keys, item.drop);
    const value = content.store.values.get(`${place.name}.h`)?.value ?? new Uint8Array(0);
    const head = readHead(value);
    expect('standing' in head && writeHead(head)).toEqual(value);
  });

  test('that are none are refused as such', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 400 }), fc.constantFrom(16, 17, 2, 0), (bytes, form) => {
        const value = Uint8Array.of(form, ...bytes);
        for (const read of [readHead, readList]) {
          try {
            read(value);
          } catch (error) {
            expect(error).toBeInstanceOf(StoreValueError);
          }
        }
      }),
      runs(300),
    );
  });
});

test("answers put together from encoded parts are the codec's own bytes", () => {
  fc.assert(
    fc.property(
      fc.dictionary(
        fc.string({ maxLength: 30 }).filter((key) => key !== '__proto__'),
        fc.array(fc.nat(), { maxLength: 300 }),
        { maxKeys: 30 },
      ),
      (map) => {
        const parts = Object.entries(map).map(
          ([key, list]) => [key, arrayOf(list.map((one) => encode(one)))] as const,
        );
        expect(mapOf(Object.fromEntries(parts))).toEqual(encode(map));
      },
    ),
    runs(60),
  );
});

test("a place is found again with the operator's key alone", () => {
  const drop = p.random(32);
  const [ours, others] = [storeKeys(p, p.random(32)), storeKeys(p, p.random(32))];
  expect(placeOf(p, ours, drop)).toEqual(placeOf(p, ours, drop));
  expect(placeOf(p, ours, drop).name).not.toBe(placeOf(p, others, drop).name);
  expect(placeOf(p, ours, drop).name).toMatch(/^[A-Za-z0-9_-]{22}$/);
});
