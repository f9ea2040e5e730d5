import { beforeEach, describe, expect, test } from 'vitest';
import { nativePrimitives as p } from '../../../../lib/crypto/native.ts';
import { checkStanding } from '../../../../lib/crypto/standing.ts';
import { tagged } from '../../../../lib/crypto/tagged.ts';
import { findWork } from '../../../../lib/crypto/work.ts';
import { append, keys, take } from '../../../../lib/protocol/commands/content.ts';
import { LIMITS } from '../../../../lib/protocol/item.ts';
import { MemoryContent } from './memory.ts';
import { TestAuthor, type TestItem } from './people.ts';
import { refused, threadAt } from './stage.ts';

let content: MemoryContent;
let alice: TestAuthor;
let bob: TestAuthor;
beforeEach(() => {
  content = new MemoryContent();
  alice = new TestAuthor();
  bob = new TestAuthor();
});

const thread = (over?: ConstructorParameters<typeof TestItem>[0]) => threadAt(content, over);

const shown = async (item: TestItem) => (await content.read({ id: item.id })).entries;

describe('mailboxes', () => {
  const letters = (item: TestItem) => shown(item);

  test('a removed Friend is answered like any other, and kept nowhere', async () => {
    const [friend, ex] = [p.random(32), p.random(32)];
    const box = await thread({ kind: 'mailbox', append: 'friends' });
    await content.write(keys, box.keying(1, [friend, ex]));
    await content.write(append, box.appending([alice.entry(box)], { seed: ex, paid: false }));
    await content.write(keys, box.keying(2, [friend]));
    const letter = alice.entry(box);
    const flood = box.appending([letter], { seed: ex, paid: false });
    const ghost = await content.write(append, flood);
    expect(checkStanding(p, content.server, box.drop, ghost.standing)).toBe(true);
    expect(ghost.at).toBe(ghost.standing.rev);
    expect(await content.write(append, flood)).toEqual(ghost);
    const real = await content.write(append, box.appending([bob.entry(box)], { seed: friend, paid: false }));
    expect(Object.keys(real)).toEqual(Object.keys(ghost));
    expect(real.at).toBe(ghost.at + 1);
    expect(await letters(box)).toHaveLength(2);
    const old = { ...box.appending([alice.entry(box, { gen: 7 })], { seed: ex, paid: false }) };
    await refused('forbidden', content.write(append, { ...old, gen: 7 }));
  });

  test('of any number of Friends know each of them', async () => {
    const box = await thread({ kind: 'mailbox', append: 'friends' });
    const friends = Array.from({ length: 40 }, () => p.random(32));
    for (const count of [40, 3, 0, 40]) {
      const set = friends.slice(0, count);
      await content.write(keys, box.keying(Number(content.now++), set));
      content.writer = content.newWriter();
      const before = (await letters(box)).length;
      for (const seed of [friends[0], friends[39]])
        await content.write(
          append,
          box.appending([alice.entry(box)], { ...(seed && { seed }), paid: false }),
        );
      expect(await letters(box)).toHaveLength(before + Math.min(2, Math.ceil(count / 20)));
    }
    expect(content.store.values.size).toBe(2);
  });

  test("a removed Friend's flood ends in answers and makes no deeds", async () => {
    const box = await thread({ kind: 'mailbox', append: 'friends' });
    const ex = p.random(32);
    const flood = Array.from({ length: 300 }, () =>
      content.write(append, box.appending([alice.entry(box)], { seed: ex, paid: false })),
    );
    for (const { at, standing } of await Promise.all(flood)) expect(at).toBeLessThanOrEqual(standing.rev);
    expect((await content.read({ id: box.id })).standing.rev).toBeLessThanOrEqual(257);
    expect(await letters(box)).toHaveLength(0);
  });

  test('letters are taken out without a trace, and none comes back by a late retry', async () => {
    const box = await thread({ kind: 'mailbox', append: 'friends' });
    const friend = p.random(32);
    await content.write(keys, box.keying(1, [friend]));
    const args = box.appending([alice.entry(box)], { seed: friend, paid: false });
    const other = box.appending([bob.entry(box)], { seed: friend, paid: false });
    await content.write(append, args);
    await content.write(append, other);
    const ids = args.entries.map((one) => alice.id(one));
    await content.write(take, box.taking([...ids, p.random(32)]));
    expect((await letters(box)).map((one) => one.sealed)).toEqual(other.entries.map((one) => one.sealed));
    await content.write(append, args);
    expect(await letters(box)).toHaveLength(1);
    await refused('forbidden', content.write(take, { ...box.taking(ids), sig: new Uint8Array(64) }));
  });

  test("the strangers' one keeps 200 letters, costs a credential each, and work under load", async () => {
    const box = await thread({ kind: 'mailbox', append: 'strangers' });
    const letter = async (author: TestAuthor, worked: boolean) => {
      const entry = author.entry(box);
      const args = box.appending([entry], { seed: author.seed });
      const what = tagged(p, 'append work', box.drop, author.id(entry));
      return worked ? { ...args, work: await findWork(p, what, 4) } : args;
    };
    const first = await letter(alice, false);
    await refused('credential-needed', content.write(append, { ...first, credential: undefined }));
    await content.write(append, first);
    await Promise.all(
      Array.from({ length: 49 }, async () => content.write(append, await letter(bob, false))),
    );
    let lazy = await letter(bob, false);
    while ((await content.write(append, lazy).catch(({ code }) => code)) !== 'work-needed')
      lazy = await letter(bob, false);
    await Promise.all(
      Array.from({ length: 160 }, async () => content.write(append, await letter(bob, true))),
    );
    const all = [];
    for (let before: number | undefined; ; ) {
      const page = await content.read({ id: box.id, ...(before === undefined ? {} : { before }) });
      all.push(...page.entries);
      before = page.before;
      if (before === undefined) break;
    }
    expect(all).toHaveLength(LIMITS.strangersLetters);
    expect(all.some((one) => first.entries.some((entry) => alice.id(entry) === alice.id(one)))).toBe(false);
  });
});
