import { beforeEach, describe, expect, test } from 'vitest';
import { nativePrimitives as p } from '../../../../lib/crypto/native.ts';
import {
  append,
  change,
  create,
  edit,
  erase,
  putChunk,
  remove,
} from '../../../../lib/protocol/commands/content.ts';
import { LIMITS } from '../../../../lib/protocol/item.ts';
import { MemoryContent } from './memory.ts';
import { NOW, TestAuthor, TestItem } from './people.ts';
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

describe('creating', () => {
  test('twice changes nothing, with another record it is a conflict, after a deletion it stays deleted', async () => {
    const item = await thread();
    const again = await content.write(create, {
      ...item.creation([alice.entry(item)]),
      credential: undefined,
    });
    expect(again.standing.rev).toBe(1);
    await content.write(change, item.changing({ comments: false }));
    expect((await content.write(create, item.creation())).standing.rev).toBe(2);
    await content.write(erase, item.deleting());
    await refused('deleted', content.write(create, item.creation()));
  });

  test('costs a credential, which is asked for before anything is made', async () => {
    const item = new TestItem();
    await refused('credential-needed', content.write(create, { ...item.creation(), credential: undefined }));
    await refused('absent', content.read({ id: item.id }));
  });

  test('needs a record signed by its first owner and entries signed for it', async () => {
    const [item, other] = [new TestItem(), new TestItem()];
    const forged = { ...item.record, sig: other.record.sig };
    await refused('forbidden', content.write(create, { ...item.creation(), record: forged }));
    await refused('forbidden', content.write(create, item.creation([alice.entry(other)])));
    await refused('quota', content.write(create, new TestItem({ quota: LIMITS.quota + 1 }).creation()));
  });
});

describe('appending', () => {
  test('with the append key of now; an old one waits for the letter, a wrong one is refused', async () => {
    const item = await thread();
    const old = item.appending([bob.entry(item)]);
    await refused(
      'forbidden',
      content.write(append, item.appending([bob.entry(item)], { seed: p.random(32) })),
    );
    await content.write(change, item.changing({ gen: 1, old: p.random(72) }, p.random(32)));
    await refused('rekeyed', content.write(append, old));
    await content.write(append, item.appending([bob.entry(item)]));
    const early = item.appending([bob.entry(item, { gen: 2 })]);
    await refused('forbidden', content.write(append, { ...early, gen: 2 }));
  });

  test('the same deed again, however late, changes nothing and costs nothing', async () => {
    const item = await thread();
    const args = item.appending([bob.card(item), bob.entry(item)]);
    const first = await content.write(append, args);
    for (let n = 0; n < 60; n++)
      await content.write(append, item.appending([alice.entry(item, { sealed: p.random(2048) })]));
    const last = (await content.read({ id: item.id })).standing;
    content.now = NOW + 7 * 86_400_000;
    const again = await content.write(append, { ...args, credential: undefined });
    expect(again).toEqual({ at: first.at, standing: last });
    const removing = item.removing(bob.seed, bob.id(args.entries[1] ?? bob.card(item)), first.at);
    await content.write(remove, removing);
    expect((await content.write(append, { ...args, credential: undefined })).at).toBe(first.at);
    expect((await content.read({ id: item.id })).standing.rev).toBe(last.rev + 1);
  });

  test('another entry under the same id is a conflict, as is one entry twice', async () => {
    const item = await thread();
    const card = bob.card(item);
    await content.write(append, item.appending([card]));
    await refused('conflict', content.write(append, item.appending([bob.card(item)])));
    const comment = bob.entry(item);
    await refused('conflict', content.write(append, item.appending([comment, comment])));
    await refused('conflict', content.write(append, item.appending([card, comment])));
    await refused('conflict', content.write(append, item.appending([bob.entry(item, { rev: 1 })])));
    expect(await shown(item)).toHaveLength(1);
  });

  test('one credential a key and epoch, then 64 more are free', async () => {
    const item = await thread();
    const unpaid = () => content.write(append, item.appending([bob.entry(item)], { paid: false }));
    await refused('credential-needed', unpaid());
    await content.write(append, item.appending([bob.entry(item)]));
    for (let n = 0; n < LIMITS.freeAfterPaid; n++) await unpaid();
    await refused('credential-needed', unpaid());
    await content.write(append, item.appending([bob.entry(item)]));
    await unpaid();
    content.now = NOW + 86_400_000;
    await refused('credential-needed', unpaid());
  });

  test("reactions are free with their author's card, and hide no comment", async () => {
    const item = await thread();
    const comment = alice.entry(item);
    await content.write(append, item.appending([comment]));
    for (let n = 0; n < 60; n++) {
      const author = new TestAuthor();
      const args = item.appending([author.card(item), author.reactions(item)], { paid: false });
      await content.write(append, args);
    }
    const page = await content.read({ id: item.id }, 16_000);
    expect(page.entries.map((one) => one.sealed)).toEqual([comment.sealed]);
    expect(page.reactions.length).toBeGreaterThan(3);
    expect(page.beforeReactions).toBeDefined();
    await refused(
      'credential-needed',
      content.write(append, item.appending([bob.card(item)], { paid: false })),
    );
  });

  test('where comments are off only owners add, where only owners append nobody else does', async () => {
    const item = await thread({ comments: false });
    await refused('closed', content.write(append, item.appending([bob.entry(item)])));
    await content.write(append, item.appending([alice.entry(item)], { seed: item.ownerSeed }));
    const page = await thread({ kind: 'page', append: 'owners' });
    await refused('forbidden', content.write(append, page.appending([bob.entry(page)])));
    await content.write(append, page.appending([alice.entry(page)], { seed: page.ownerSeed }));
  });

  test('a stopped key adds and edits no more, and removes still', async () => {
    const item = await thread();
    const comment = bob.entry(item);
    const { at } = await content.write(append, item.appending([comment]));
    content.blocked.add(bob.key.join());
    await refused('blocked', content.write(append, item.appending([bob.entry(item)])));
    const next = bob.entry(item, { number: comment.number, rev: 1 });
    await refused('blocked', content.write(edit, item.editing(at, next)));
    await content.write(remove, item.removing(bob.seed, bob.id(comment), at));
  });

  test('the quota counts what is there, and removing gives it back', async () => {
    const item = await thread({ quota: 20_000 });
    const large = () => bob.entry(item, { sealed: p.random(8192) });
    const first = large();
    const { at } = await content.write(append, item.appending([first]));
    await content.write(append, item.appending([large()]));
    await refused('quota', content.write(append, item.appending([large()])));
    await content.write(remove, item.removing(bob.seed, bob.id(first), at));
    await content.write(append, item.appending([large()]));
  });
});

describe('editing', () => {
  test('the next revision takes the place; the same again changes nothing; others do not follow', async () => {
    const item = await thread();
    const comment = bob.entry(item);
    const { at } = await content.write(append, item.appending([comment]));
    const next = bob.entry(item, { number: comment.number, rev: 1 });
    const done = await content.write(edit, item.editing(at, next));
    expect(await content.write(edit, item.editing(at, next))).toEqual(done);
    expect(await shown(item)).toMatchObject([{ sealed: next.sealed, rev: 1, at, mod: done.at }]);
    await refused(
      'conflict',
      content.write(edit, item.editing(at, bob.entry(item, { number: comment.number, rev: 1 }))),
    );
    await refused(
      'conflict',
      content.write(edit, item.editing(at, bob.entry(item, { number: comment.number, rev: 3 }))),
    );
    const after = await content.write(
      edit,
      item.editing(at, bob.entry(item, { number: comment.number, rev: 2 })),
    );
    expect((await content.write(edit, item.editing(at, next))).at).toBe(done.at);
    expect((await content.read({ id: item.id })).standing).toEqual(after.standing);
  });

  test('only with the entry key and the append key of now', async () => {
    const item = await thread();
    const comment = bob.entry(item);
    const { at } = await content.write(append, item.appending([comment]));
    const forged = { ...bob.entry(item, { number: comment.number, rev: 1 }), sig: comment.sig };
    await refused('forbidden', content.write(edit, item.editing(at, forged)));
    const others = alice.entry(item, { number: comment.number, rev: 1 });
    await refused('absent', content.write(edit, item.editing(at, others)));
    const next = bob.entry(item, { number: comment.number, rev: 1 });
    await refused('forbidden', content.write(edit, item.editing(at, next, { seed: p.random(32) })));
    await content.write(change, item.changing({ gen: 1, old: p.random(72) }, p.random(32)));
    await refused('rekeyed', content.write(edit, { ...item.editing(at, next, { gen: 0 }) }));
  });
});

describe('removing', () => {
  test('by author or owner, leaving a signed tombstone; by nobody else', async () => {
    const item = await thread();
    const [one, two] = [bob.entry(item), bob.entry(item)];
    const first = await content.write(append, item.appending([one]));
    const second = await content.write(append, item.appending([two]));
    await refused('forbidden', content.write(remove, item.removing(alice.seed, bob.id(one), first.at)));
    const gone = item.removing(bob.seed, bob.id(one), first.at);
    await content.write(remove, gone);
    await content.write(remove, item.removing(item.ownerSeed, bob.id(two), second.at));
    expect(await shown(item)).toMatchObject([
      { gone: { by: 'owner' }, sealed: new Uint8Array(0) },
      { gone: { by: 'author', sig: gone.sig }, sealed: new Uint8Array(0) },
    ]);
    const before = (await content.read({ id: item.id })).standing;
    expect((await content.write(remove, gone)).standing).toEqual(before);
    await refused('absent', content.write(remove, item.removing(bob.seed, p.random(32), 2)));
  });

  test('a deleted item is gone with everything, for ever, but its signed deletion', async () => {
    const item = await thread();
    for (let n = 0; n < 80; n++)
      await content.write(append, item.appending([bob.entry(item, { sealed: p.random(4096) })]));
    expect(content.store.values.size).toBeGreaterThan(5);
    await refused('forbidden', content.write(erase, item.deleting(bob.seed)));
    await content.write(erase, item.deleting());
    await content.write(erase, item.deleting());
    await refused('deleted', content.read({ id: item.id }));
    await refused('deleted', content.write(append, item.appending([bob.entry(item)])));
    expect(content.store.values.size).toBe(1);
  });
});

describe('records', () => {
  test('follow one another, signed by an owner of the one before; readers get the chain they lack', async () => {
    const item = await thread();
    const first = item.changing({ comments: false });
    await content.write(change, first);
    const second = item.changing({ comments: true });
    const done = await content.write(change, second);
    expect(await content.write(change, second)).toEqual(done);
    expect((await content.write(change, first)).at).toBe(2);
    expect((await content.read({ id: item.id })).records).toEqual([item.record, first.record, second.record]);
    expect((await content.read({ id: item.id, record: 2 })).records).toEqual([second.record]);
    expect((await content.read({ id: item.id, record: 3 })).records).toEqual([]);
    const skipping = item.changing({});
    const wrong = item.changing({});
    await refused('conflict', content.write(change, wrong));
    await content.write(change, skipping);
    const stranger = new TestItem();
    await refused(
      'forbidden',
      content.write(change, { drop: item.drop, record: stranger.changing({}).record }),
    );
  });

  test('a moved item takes nothing more, is still read, and lets its authors take back what is theirs', async () => {
    const item = await thread();
    const comment = bob.entry(item);
    const { at } = await content.write(append, item.appending([comment]));
    const moved = p.random(32);
    await content.write(change, item.changing({ moved }));
    await refused('moved', content.write(append, item.appending([bob.entry(item)])));
    expect((await content.read({ id: item.id })).entries).toHaveLength(1);
    await content.write(remove, item.removing(bob.seed, bob.id(comment), at));
  });
});

describe('chunks', () => {
  test('stand at their entry and revision, count once, and go with it', async () => {
    const item = await thread({ quota: 30_000 });
    const post = alice.entry(item, { chunks: 2 });
    const { at } = await content.write(append, item.appending([post]));
    const [one, two] = [p.random(12_304), p.random(12_304)];
    const put = alice.chunk(item, post, at, 0, one);
    await content.write(putChunk, put);
    await content.write(putChunk, put);
    await refused('conflict', content.write(putChunk, alice.chunk(item, post, at, 0, two)));
    await refused('conflict', content.write(putChunk, alice.chunk(item, post, at, 2, two)));
    await refused('forbidden', content.write(putChunk, { ...put, sig: new Uint8Array(64) }));
    await content.write(putChunk, alice.chunk(item, post, at, 1, two));
    const values = content.store.values.size;
    await refused(
      'quota',
      content.write(append, item.appending([bob.entry(item, { sealed: p.random(8192) })])),
    );
    await content.write(edit, item.editing(at, alice.entry(item, { number: post.number, rev: 1 })));
    expect(content.store.values.size).toBe(values - 2);
    await content.write(append, item.appending([bob.entry(item, { sealed: p.random(8192) })]));
    await refused('conflict', content.write(putChunk, put));
  });
});
