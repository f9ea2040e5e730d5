import { expect } from 'vitest';
import { create } from '../../../../lib/protocol/commands/content.ts';
import type { Code } from '../../../../lib/protocol/errors.ts';
import type { MemoryContent } from './memory.ts';
import { TestItem } from './people.ts';

/** Expects a command to be refused with this code. */
export async function refused(code: Code, doing: Promise<unknown>): Promise<void> {
  await expect(doing).rejects.toMatchObject({ name: 'CommandError', code });
}

/** A thread of Alice's that exists at a content server. */
export async function threadAt(
  content: MemoryContent,
  over: ConstructorParameters<typeof TestItem>[0] = {},
): Promise<TestItem> {
  const item = new TestItem(over);
  await content.write(create, item.creation());
  return item;
}
