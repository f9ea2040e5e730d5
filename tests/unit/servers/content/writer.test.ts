import { expect, test } from 'vitest';
import { nativePrimitives as p } from '../../../../lib/crypto/native.ts';
import { append, create, edit } from '../../../../lib/protocol/commands/content.ts';
import { placeOf } from '../../../../servers/content/names.ts';
import { sweepShard } from '../../../../servers/content/sweep.ts';
import { MemoryContent } from './memory.ts';
import { TestAuthor, TestItem } from './people.ts';

test('what waits is folded into few puts, and every deed has its revision', async () => {
  const content = new MemoryContent();
  const item = new TestItem();
  await content.write(create, item.creation());
  let puts = 0;
  content.store.beforePut = (subject) => {
    if (subject.endsWith('.h')) puts++;
  };
  const writes = Array.from({ length: 128 }, () => new TestAuthor()).map((author) =>
    content.write(append, item.appending([author.entry(item)])),
  );
  const done = await Promise.all(writes);
  expect(done.map(({ at }) => at).sort((a, b) => a - b)).toEqual(
    Array.from({ length: 128 }, (_, i) => i + 2),
  );
  expect(puts).toBeLessThan(12);
  expect((await content.read({ id: item.id, least: 129 })).standing.rev).toBe(129);
});

test('two writers of one item make nothing wrong', async () => {
  const content = new MemoryContent();
  const item = new TestItem();
  await content.write(create, item.creation());
  const writers = [content.newWriter(), content.newWriter(), content.newWriter()];
  const done = await Promise.all(
    Array.from({ length: 30 }, async (_, i) => {
      const author = new TestAuthor();
      const args = item.appending([author.entry(item)]);
      for (;;) {
        const answer = await content.write(append, args, writers[i % 3]).catch(() => null);
        if (answer !== null) return answer.at;
      }
    }),
  );
  expect(done.sort((a, b) => a - b)).toEqual(Array.from({ length: 30 }, (_, i) => i + 2));
});

test('a put that fails changes nothing, and the retry is done once', async () => {
  const content = new MemoryContent();
  const item = new TestItem();
  await content.write(create, item.creation());
  const author = new TestAuthor();
  const args = item.appending([author.entry(item)]);
  content.store.beforePut = () => {
    throw new Error('no room');
  };
  await expect(content.write(append, args)).rejects.toMatchObject({ code: 'unavailable' });
  expect((await content.read({ id: item.id })).standing.rev).toBe(1);
  content.store.beforePut = () => undefined;
  expect((await content.write(append, args)).at).toBe(2);
  expect((await content.write(append, args)).at).toBe(2);
});

test('what a crash left behind is swept, and nothing that is named', async () => {
  const content = new MemoryContent();
  const item = new TestItem();
  await content.write(create, item.creation());
  const author = new TestAuthor();
  const ats: number[] = [];
  const entries = Array.from({ length: 40 }, () => author.entry(item, { sealed: p.random(2048) }));
  for (const entry of entries) ats.push((await content.write(append, item.appending([entry]))).at);
  const place = placeOf(p, content.keys, item.drop);
  const values = content.store.values.size;
  // pages are written, then the process dies: the head is not
  content.store.beforePut = (subject) => {
    if (subject.endsWith('.h')) throw new Error('killed');
  };
  const edited = author.entry(item, {
    number: entries[0]?.number ?? p.random(16),
    rev: 1,
    sealed: p.random(4096),
  });
  await expect(content.write(edit, item.editing(ats[0] ?? 0, edited))).rejects.toMatchObject({
    code: 'unavailable',
  });
  await content.store.putChunk(place, 'c.AAAAAAAAAAAAAAAAAAAAAA.0.3', p.random(10));
  expect(content.store.values.size).toBeGreaterThan(values + 1);
  content.store.beforePut = () => undefined;
  await sweepShard(place.shard, content.store, content.newWriter(), () => true);
  expect(content.store.values.size).toBe(values);
  content.reader.forget();
  expect((await content.read({ id: item.id }, 262_000)).entries).toHaveLength(20);
});
