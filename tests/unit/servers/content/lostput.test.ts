import { expect, test } from 'vitest';
import { append, create } from '../../../../lib/protocol/commands/content.ts';
import { MemoryContent } from './memory.ts';
import { TestAuthor, TestItem } from './people.ts';

test('a put that went through while its answer was lost is seen by readers once the deed is tried again', async () => {
  const content = new MemoryContent();
  const item = new TestItem();
  await content.write(create, item.creation());
  expect((await content.read({ id: item.id })).standing.rev).toBe(1);
  const entry = new TestAuthor().entry(item);
  content.store.loseAnswer = true;
  await expect(content.write(append, item.appending([entry]))).rejects.toMatchObject({ code: 'unavailable' });
  expect((await content.write(append, item.appending([entry]))).at).toBe(2);
  // who names no revision, as the owner of a mailbox who cannot know of a new letter, sees it too
  expect((await content.read({ id: item.id })).entries).toMatchObject([{ at: 2 }]);
});

test('a writer that died between its put and the telling: the next one tells', async () => {
  const content = new MemoryContent();
  const item = new TestItem();
  await content.write(create, item.creation());
  expect((await content.read({ id: item.id })).standing.rev).toBe(1);
  const entry = new TestAuthor().entry(item);
  const dying = content.newWriter({ tells: false });
  await content.write(append, item.appending([entry]), dying);
  expect((await content.write(append, item.appending([entry]), content.newWriter())).at).toBe(2);
  expect((await content.read({ id: item.id })).entries).toMatchObject([{ at: 2 }]);
});
