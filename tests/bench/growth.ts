import { nativePrimitives as native } from '../../lib/crypto/native.ts';
import { clientPrimitives } from '../../lib/crypto/xchacha.ts';
import { append, create, putChunk, read } from '../../lib/protocol/commands/content.ts';
import type { Entry } from '../../lib/protocol/item.ts';
import { type TestAuthor, TestItem } from '../network/contentworld.ts';
import { BenchItems } from './items.ts';
import { Writer } from './kinds.ts';
import { type Bytes, Meter } from './meter.ts';
import { figure, table } from './table.ts';
import { BenchWorld } from './world.ts';

const TEXT = 'We walked along the river until it was dark, and nobody wanted to go home. '
  .repeat(3)
  .slice(0, 200);
const WORDS = TEXT.slice(0, 80);
const PHOTO = 1_000_000;
const DATABASE = 100_000;
const COMMENTS = 19;

interface Kind {
  readonly name: string;
  /** Bytes of what the user would say. */
  readonly plain: number;
  readonly times: number;
  /** Makes ready what is not counted; what it gives does one. */
  begin(): Promise<() => Promise<unknown>>;
}

/** (g) Does data grow greatly? Bytes on the wire and at the content server, per kind, against those of the words themselves. */
export async function run(): Promise<void> {
  const world = await BenchWorld.open();
  const meter = await Meter.open(world);
  try {
    const rows: string[][] = [];
    for (const kind of await kindsOf(world, meter)) rows.push(row(kind, await measure(meter, kind)));
    table('(g) Bytes of one, against the bytes of its words', [
      ['kind', 'words', 'wire, server', 'wire, own line (two hops)', 'kept', 'kept / words', 'files'],
      ...rows,
    ]);
    console.log(
      '\nwire: questions and answers together. kept: what the streams of items hold; files: with what was succeeded and not compacted yet.',
    );
  } finally {
    await meter.close();
    await world.close();
  }
}

function row(kind: Kind, bytes: Bytes): string[] {
  const { direct, line, kept, disk } = bytes;
  return [kind.name, ...[kind.plain, direct, line, kept, kept / kind.plain, disk].map(figure)];
}

async function measure(meter: Meter, kind: Kind): Promise<Bytes> {
  const one = await kind.begin();
  const before = await meter.bytes();
  for (let i = 0; i < kind.times; i++) await one();
  const after = await meter.bytes();
  const each = (of: keyof Bytes) => (after[of] - before[of]) / kind.times;
  return { direct: each('direct'), line: each('line'), kept: each('kept'), disk: each('disk') };
}

async function kindsOf(world: BenchWorld, meter: Meter): Promise<Kind[]> {
  const items = new BenchItems(world);
  await items.fetch(90);
  const writer = new Writer(await clientPrimitives());
  const say = (item: TestItem, entries: Entry[]) =>
    meter.ask(append, item.appending(entries, { paid: false }));
  const start = async (item: TestItem, entries: Entry[]) => {
    await meter.ask(create, items.paid(create.name, item.creation(entries)));
    return item;
  };
  const put = async (item: TestItem, author: TestAuthor, entry: Entry, at: number, chunks: Uint8Array[]) => {
    for (const [i, bytes] of chunks.entries())
      await meter.ask(putChunk, author.chunk(item, entry, at, i, bytes));
  };
  /** A thread in which the writer has a card, so that more words are free. */
  const begun = async () => {
    const item = await start(new TestItem(), []);
    const entries = [writer.card(item), writer.comment(item, WORDS)];
    const args = item.appending(entries, { paid: false });
    await meter.ask(append, items.paid(append.name, args));
    return item;
  };
  const inThread = async (make: (item: TestItem) => Entry) => {
    const item = await begun();
    return () => say(item, [make(item)]);
  };
  const photo = native.random(PHOTO);
  const database = native.random(DATABASE);
  return [
    {
      name: 'text post (a thread of its own, with card)',
      plain: TEXT.length,
      times: 20,
      begin: async () => () => {
        const item = new TestItem();
        return start(item, [writer.card(item), writer.post(item, TEXT)]);
      },
    },
    {
      name: 'first comment of somebody (with card)',
      plain: WORDS.length,
      times: 1,
      begin: async () => {
        const item = await start(new TestItem(), []);
        const entries = [writer.card(item), writer.comment(item, WORDS)];
        const args = items.paid(append.name, item.appending(entries, { paid: false }));
        return () => meter.ask(append, args);
      },
    },
    {
      name: 'comment',
      plain: WORDS.length,
      times: COMMENTS,
      begin: () => inThread((item) => writer.comment(item, WORDS)),
    },
    {
      name: 'reactions of one person',
      plain: 'like'.length,
      times: 1,
      begin: () => inThread((item) => writer.reaction(item)),
    },
    {
      name: 'photo of 1 MB (in a post)',
      plain: PHOTO,
      times: 3,
      begin: async () => async () => {
        const item = new TestItem();
        const { post, chunks } = writer.photo(item, TEXT, photo);
        // the record is revision 1, the card 2
        await start(item, [writer.card(item), post]);
        await put(item, writer.author(item), post, 3, chunks);
      },
    },
    {
      name: 'letter',
      plain: TEXT.length,
      times: 20,
      begin: async () => {
        const item = await start(new TestItem({ kind: 'mailbox', append: 'friends' }), []);
        return () => say(item, [writer.letter(item, TEXT)]);
      },
    },
    {
      name: 'vault, 100 KB of database',
      plain: DATABASE,
      times: 3,
      begin: async () => async () => {
        const item = await start(new TestItem({ kind: 'vault', append: 'owners', comments: false }), []);
        const { entry, chunks } = writer.page(item, database);
        const args = item.appending([entry], { seed: item.ownerSeed, paid: false });
        const { at } = await meter.ask(append, items.paid(append.name, args));
        await put(item, writer.author(item), entry, at, chunks);
      },
    },
    {
      name: `reading ${COMMENTS + 1} comments`,
      plain: (COMMENTS + 1) * WORDS.length,
      times: 1,
      begin: async () => {
        const item = await begun();
        for (let i = 0; i < COMMENTS; i++) await say(item, [writer.comment(item, WORDS)]);
        return () => meter.ask(read, { id: item.id }, 40_000);
      },
    },
  ];
}
