import { expect, test } from 'vitest';
import { watch } from '../../../lib/db/live.ts';
import { countComments } from '../../../lib/db/queries/lanes.ts';
import { commentBody, countingDb, entry, idOf } from './rows.ts';

const [ONE, OTHER] = [idOf(0xd1), idOf(0xd2)];

test('how many comments a thread has is asked again for what happens in it, and not in another', async () => {
  const { db } = countingDb();
  await db.entries.bulkPut([entry(ONE, 1, commentBody('first')), entry(OTHER, 1, commentBody('first'))]);
  const asked = { [ONE]: 0, [OTHER]: 0 };
  const counts: Record<string, number> = {};
  const follow = (drop: string) =>
    watch(
      async () => {
        asked[drop] = (asked[drop] ?? 0) + 1;
        return await countComments(db, drop);
      },
      (count) => {
        counts[drop] = count;
      },
    );
  const ends = [follow(ONE), follow(OTHER)];
  await expect.poll(() => counts).toEqual({ [ONE]: 1, [OTHER]: 1 });
  await db.entries.put(entry(OTHER, 2, commentBody('second')));
  await expect.poll(() => counts[OTHER]).toBe(2);
  await db.entries.put({ ...entry(OTHER, 1, null), state: 'removed' });
  await expect.poll(() => counts[OTHER]).toBe(1);
  expect(asked[ONE]).toBe(1);
  for (const end of ends) end();
});

test('many comments are counted to the last', async () => {
  const { db } = countingDb();
  await db.entries.bulkPut(Array.from({ length: 450 }, (_, n) => entry(ONE, n + 1, commentBody(`${n}`))));
  expect(await countComments(db, ONE)).toBe(450);
});
