import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { same } from '../../lib/bytes.ts';
import { nativePrimitives as p } from '../../lib/crypto/native.ts';
import { checkStanding } from '../../lib/crypto/standing.ts';
import {
  append,
  block,
  change,
  create,
  edit,
  erase,
  getChunk,
  gone,
  putChunk,
  read,
  remove,
} from '../../lib/protocol/commands/content.ts';
import type { Code } from '../../lib/protocol/errors.ts';
import type { StoredEntry } from '../../lib/protocol/item.ts';
import { placeOf, SHARDS, storeKeys, streamOf } from '../../servers/content/names.ts';
import { envelopeSubject } from '../../servers/subjects.ts';
import { NOW, TestAuthor, TestItem } from '../unit/servers/content/people.ts';
import { ContentWorld } from './contentworld.ts';
import { seedOf } from './operators.ts';

let world: ContentWorld;
const ROOM = 60_000;

beforeAll(async () => {
  world = await ContentWorld.open(3);
});
afterAll(() => world.close());
afterEach(() => {
  world.spend = () => true;
  world.asked.length = 0;
});

async function refused(code: Code, doing: Promise<unknown>): Promise<void> {
  await expect(doing).rejects.toMatchObject({ name: 'CommandError', code });
}

/** An item that exists. */
async function made(item = new TestItem()): Promise<TestItem> {
  await world.ask(create, item.creation());
  return item;
}

describe('an item at a company of three processes', () => {
  test('is made, added to, edited, read by all, removed from', async () => {
    const [item, alice, bob] = [new TestItem(), new TestAuthor(), new TestAuthor()];
    const post = alice.entry(item);
    const first = await world.ask(create, item.creation([post]));
    expect(first.at).toBe(2);
    expect(checkStanding(p, world.server, item.drop, first.standing)).toBe(true);
    const comment = bob.entry(item);
    const { at } = await world.ask(append, item.appending([comment], { seen: 2 }));
    const next = bob.entry(item, { number: comment.number, rev: 1 });
    const edited = await world.ask(edit, item.editing(at, next));
    const last = await world.ask(remove, item.removing(alice.seed, alice.id(post), 2));
    expect([at, edited.at, last.at]).toEqual([3, 4, 5]);
    for (let n = 0; n < 12; n++) {
      const shown = await world.ask(read, { id: item.id, least: 5 }, ROOM);
      expect(shown.standing).toEqual(last.standing);
      expect(shown.entries.map((one) => one.sealed)).toEqual([next.sealed, new Uint8Array(0)]);
      expect(shown.records).toEqual([item.record]);
    }
    await refused('behind', world.ask(read, { id: item.id, least: 6 }, ROOM));
  });

  test('takes the words of 32 people at once and loses none', async () => {
    const item = await made();
    const people = Array.from({ length: 32 }, () => new TestAuthor());
    const said: Uint8Array[] = [];
    await Promise.all(
      people.map(async (author) => {
        for (let n = 0; n < 6; n++) {
          const entry = author.entry(item);
          said.push(entry.sealed);
          await world.ask(append, item.appending([entry]));
        }
      }),
    );
    const all = await readAll(item, 193);
    expect(all).toHaveLength(192);
    expect(all.map(({ at }) => at)).toEqual(Array.from({ length: 192 }, (_, i) => 193 - i));
    expect(said.every((one) => all.some(({ sealed }) => same(sealed, one)))).toBe(true);
  });

  test('keeps 5,000 comments readable, page by page and since any revision', async () => {
    const item = await made();
    const author = new TestAuthor();
    const batches = Array.from({ length: 1_250 }, () => Array.from({ length: 4 }, () => author.entry(item)));
    let next = 0;
    const lane = async () => {
      for (let batch = batches[next++]; batch !== undefined; batch = batches[next++])
        await world.ask(append, item.appending(batch, { seen: 4_000 }));
    };
    await Promise.all(Array.from({ length: 24 }, lane));
    const newest = await world.ask(read, { id: item.id, least: 5_001 }, ROOM);
    expect(newest.standing.rev).toBe(5_001);
    for (let before = 5_002; before > 300; before -= 170) {
      const page = await world.ask(read, { id: item.id, least: 5_001, before }, ROOM);
      expect(page.entries.map(({ at }) => at)).toEqual(Array.from({ length: 20 }, (_, i) => before - 1 - i));
      expect(page.before).toBe(before - 20);
    }
    const edited = author.entry(item, { number: batches[0]?.[0]?.number ?? p.random(16), rev: 1 });
    const place = await readAll(item, 5_001, 262_000, (one) => same(one.number, edited.number));
    const { at } = place.find((one) => same(one.number, edited.number)) ?? { at: 0 };
    const { standing } = await world.ask(edit, item.editing(at, edited));
    const { rev, root } = newest.standing;
    const caught = await world.ask(read, { id: item.id, known: { rev, root }, least: standing.rev }, ROOM);
    expect(caught.entries.map((one) => one.sealed)).toEqual([edited.sealed]);
    expect(caught.deeds).toHaveLength(33);
    const wrong = world.ask(read, { id: item.id, known: { rev: 2_000, root } }, ROOM);
    await refused('conflict', wrong);
  }, 240_000);

  test('is gone when it is deleted, and its space with it', async () => {
    const item = await made();
    const author = new TestAuthor();
    const post = author.entry(item, { chunks: 3 });
    const { at } = await world.ask(append, item.appending([post]));
    for (let n = 0; n < 3; n++) await world.ask(putChunk, author.chunk(item, post, at, n, p.random(245_776)));
    for (let n = 0; n < 20; n++)
      await world.ask(append, item.appending([author.entry(item, { sealed: p.random(8192) })]));
    const chunk = await world.ask(
      getChunk,
      { id: item.id, entry: author.id(post), rev: 0, number: 1 },
      250_000,
    );
    expect(chunk.bytes).toHaveLength(245_776);
    const bytes = await streamBytes(item);
    expect(bytes).toBeGreaterThan(850_000);
    await refused('absent', world.ask(gone, { drop: item.drop }));
    await refused('forbidden', world.ask(erase, item.deleting(author.seed)));
    const deletion = item.deleting();
    await world.ask(erase, deletion);
    await refused('deleted', world.ask(read, { id: item.id, least: 1 }, ROOM));
    await refused('deleted', world.ask(create, item.creation()));
    await refused(
      'deleted',
      world.ask(getChunk, { id: item.id, entry: author.id(post), rev: 0, number: 1 }, 250_000),
    );
    expect(await world.ask(gone, { drop: item.drop })).toEqual({ key: deletion.key, sig: deletion.sig });
    await expect.poll(() => streamBytes(item)).toBeLessThan(bytes - 850_000);
  });

  test('hides what it keeps from who reads the store', async () => {
    const item = await made();
    const author = new TestAuthor();
    const entry = author.entry(item);
    await world.ask(append, item.appending([entry]));
    const place = placeOf(p, storeKeys(p, seedOf('north')), item.drop);
    const store = await world.storeBus();
    const subjects = await store.streams.subjects(streamOf(place.shard), '>');
    const secrets = [
      item.id,
      item.drop,
      p.signKey(item.ownerSeed),
      entry.key,
      author.id(entry),
      entry.sealed,
    ];
    for (const subject of subjects.keys()) {
      const found = await store.streams.last(streamOf(place.shard), subject);
      const kept = Buffer.concat([Buffer.from(subject), found?.payload ?? new Uint8Array(0)]);
      for (const secret of secrets) {
        expect(kept.includes(Buffer.from(secret))).toBe(false);
        expect(kept.includes(Buffer.from(secret).toString('base64url'))).toBe(false);
      }
    }
  });

  test('refuses a question that comes again to a process that saw it', async () => {
    const item = await made();
    const sealed = world.seal(read, { id: item.id }, ROOM);
    const bus = await world.bus();
    const answers = [];
    for (let n = 0; n < 8; n++)
      answers.push(await bus.request(envelopeSubject('north', 'content'), sealed.envelope));
    expect(answers.filter((one) => one[0] === 1).length).toBeLessThanOrEqual(3);
    expect(answers.filter((one) => one[0] === 0 && one[1] === 3).length).toBeGreaterThanOrEqual(5);
  });
});

describe('credentials', () => {
  test('are asked of the ID server once a deed, bound to it, and not for what is there already', async () => {
    const item = await made();
    const author = new TestAuthor();
    const args = item.appending([author.entry(item)]);
    await world.ask(append, args);
    expect(world.asked).toHaveLength(2);
    await world.ask(append, args);
    await world.ask(create, item.creation());
    expect(world.asked).toHaveLength(2);
    expect(same(world.asked[0]?.bound ?? item.id, world.asked[1]?.bound ?? item.id)).toBe(false);
  });

  test('that are refused make nothing', async () => {
    world.spend = () => false;
    const item = new TestItem();
    await refused('credential-refused', world.ask(create, item.creation()));
    await refused('absent', world.ask(read, { id: item.id }, ROOM));
  });

  test('wait for an ID server that is away; reading and removing do not', async () => {
    const item = await made();
    const author = new TestAuthor();
    const entry = author.entry(item);
    const { at } = await world.ask(append, item.appending([entry]));
    let away = true;
    world.spend = () => {
      if (away) throw new Error('away');
      return true;
    };
    const held = world.ask(append, item.appending([new TestAuthor().entry(item)]));
    await expect.poll(() => world.asked.length).toBeGreaterThan(3);
    await world.ask(read, { id: item.id }, ROOM);
    await world.ask(remove, item.removing(author.seed, author.id(entry), at));
    away = false;
    expect((await held).at).toBe(4);
  });
});

describe('the ID server', () => {
  test('stops a key at every process; nobody else can', async () => {
    const item = await made();
    const [author, other] = [new TestAuthor(), new TestAuthor()];
    await world.ask(append, item.appending([author.entry(item)]));
    await world.askAs('authority', 'id', block, { key: author.key });
    await refused('forbidden', world.askAs('authority', 'ad', block, { key: other.key }));
    for (let n = 0; n < 6; n++)
      await expect
        .poll(() =>
          world.ask(append, item.appending([author.entry(item)])).then(
            ({ at }) => at,
            ({ code }) => code,
          ),
        )
        .toBe('blocked');
    await world.ask(append, item.appending([other.entry(item)]));
  });
});

describe('processes', () => {
  test('come and go while people write, and nothing is lost', async () => {
    const item = await made();
    const people = Array.from({ length: 8 }, () => new TestAuthor());
    let writing = true;
    let done = 0;
    const all = Promise.all(
      people.map(async (author) => {
        for (let n = 0; n < 40 && writing; n++) {
          await world.ask(append, item.appending([author.entry(item)]));
          done++;
        }
      }),
    );
    await world.addProcess();
    await world.stopProcess();
    await world.stopProcess();
    await world.addProcess();
    writing = false;
    await all;
    expect(await readAll(item, done + 1)).toHaveLength(done);
  });

  test('every shard has a writer', async () => {
    const items = Array.from({ length: 200 }, () => new TestItem());
    const keys = storeKeys(p, seedOf('north'));
    expect(new Set(items.map((item) => placeOf(p, keys, item.drop).shard)).size).toBeGreaterThan(SHARDS / 2);
    for (const some of waves(items)) {
      await Promise.all(some.map((item) => world.ask(create, item.creation())));
      await Promise.all(some.map((item) => world.ask(change, item.changing({ comments: false }))));
    }
  });
});

/** Twenty at a time: all servers of this file share one process. */
function waves(items: TestItem[]): TestItem[][] {
  return Array.from({ length: Math.ceil(items.length / 20) }, (_, i) => items.slice(i * 20, i * 20 + 20));
}

/** All entries of an item, newest first, by paging; `until` ends it early. */
async function readAll(
  item: TestItem,
  least: number,
  room = 262_000,
  until: (one: StoredEntry) => boolean = () => false,
): Promise<StoredEntry[]> {
  const all: StoredEntry[] = [];
  let before: number | undefined = NOW;
  while (before !== undefined) {
    const page: { entries: StoredEntry[]; before?: number | undefined } = await world.ask(
      read,
      { id: item.id, least, before },
      room,
    );
    all.push(...page.entries);
    before = page.entries.some(until) ? undefined : page.before;
  }
  return all;
}

async function streamBytes(item: TestItem): Promise<number> {
  const { shard } = placeOf(p, storeKeys(p, seedOf('north')), item.drop);
  const size = await (await world.storeBus()).streams.size(streamOf(shard));
  return size?.bytes ?? 0;
}
