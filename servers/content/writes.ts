import { appendEntries } from './commands/append.ts';
import { changeRecord } from './commands/change.ts';
import { createItem } from './commands/create.ts';
import { deleteItem } from './commands/delete.ts';
import { editEntry } from './commands/edit.ts';
import { setKeys } from './commands/keys.ts';
import { storeChunk } from './commands/putchunk.ts';
import { removeEntry } from './commands/remove.ts';
import { takeLetters } from './commands/take.ts';
import { type AnyWrite, anyWrite } from './write.ts';

/** Every command that changes an item. */
export const WRITES: readonly AnyWrite[] = [
  anyWrite(appendEntries),
  anyWrite(changeRecord),
  anyWrite(createItem),
  anyWrite(deleteItem),
  anyWrite(editEntry),
  anyWrite(setKeys),
  anyWrite(storeChunk),
  anyWrite(removeEntry),
  anyWrite(takeLetters),
];
