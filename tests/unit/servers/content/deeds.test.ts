import fc from 'fast-check';
import { expect, test } from 'vitest';
import { same } from '../../../../lib/bytes.ts';
import { type Followed, follow } from '../../../../lib/crypto/follow.ts';
import { nativePrimitives as p } from '../../../../lib/crypto/native.ts';
import { checkStored, entryId } from '../../../../lib/crypto/outside.ts';
import {
  advance,
  appendDeed,
  checkStanding,
  type Deed,
  editDeed,
  keysDeed,
  packDeeds,
  recordDeed,
  removeDeed,
  start,
} from '../../../../lib/crypto/standing.ts';
import { append, change, create, edit, remove } from '../../../../lib/protocol/commands/content.ts';
import type { StoredEntry } from '../../../../lib/protocol/item.ts';
import { runs } from '../../fuzzruns.ts';
import { MemoryContent } from './memory.ts';
import { TestAuthor, TestItem } from './people.ts';

const SIZES = [512, 1024, 2048, 4096, 8192] as const;

type Step =
  | { do: 'append'; who: number; size: number; twice: boolean }
  | { do: 'react'; who: number }
  | { do: 'edit' | 'remove'; which: number; size: number }
  | { do: 'change' };

const step: fc.Arbitrary<Step> = fc.oneof(
  {
    weight: 8,
    arbitrary: fc.record({
      do: fc.constant('append' as const),
      who: fc.nat(3),
      size: fc.nat(4),
      twice: fc.boolean(),
    }),
  },
  { weight: 2, arbitrary: fc.record({ do: fc.constant('react' as const), who: fc.nat(3) }) },
  {
    weight: 4,
    arbitrary: fc.record({
      do: fc.constantFrom('edit' as const, 'remove' as const),
      which: fc.nat(200),
      size: fc.nat(4),
    }),
  },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('change' as const) }) },
);

/** What an item should be like after the deeds done to it: the simplest thing that could be right. */
class Model {
  readonly content = new MemoryContent();
  readonly item = new TestItem();
  readonly authors = Array.from({ length: 4 }, () => new TestAuthor());
  readonly deeds: Deed[] = [];
  readonly entries: { author: number; stored: StoredEntry }[] = [];

  get pair() {
    return this.deeds.reduce((pair, deed) => advance(p, pair, deed), start(this.item.drop));
  }

  async do(step: Step): Promise<void> {
    if (step.do === 'append') return this.append(step.who, SIZES[step.size] ?? 512, step.twice);
    if (step.do === 'react') return this.react(step.who);
    if (step.do === 'change') return this.change();
    const known = this.entries[step.which % Math.max(1, this.entries.length)];
    if (known === undefined || known.stored.gone !== undefined) return;
    const author = this.authors[known.author];
    if (author === undefined) return;
    const id = entryId(p, known.stored.key, known.stored.number);
    const { at, number, rev, lane } = known.stored;
    if (step.do === 'edit') {
      const sealed = p.random(lane === 1 ? 1024 : (SIZES[step.size] ?? 512));
      const entry = author.entry(this.item, { number, rev: rev + 1, lane, sealed });
      const done = await this.content.write(edit, this.item.editing(at, entry));
      this.deeds.push(editDeed(p, id, sealed));
      known.stored = { ...entry, at, mod: done.at };
    } else {
      const args = this.item.removing(author.seed, id, at);
      const done = await this.content.write(remove, args);
      this.deeds.push(removeDeed(p, id, args.sig));
      const { key, sig } = args;
      const none = { sealed: new Uint8Array(0), chunks: 0, sig: new Uint8Array(64) };
      known.stored = { ...known.stored, ...none, mod: done.at, gone: { by: 'author', key, sig } };
    }
  }

  async append(who: number, size: number, twice: boolean): Promise<void> {
    const author = this.authors[who];
    if (author === undefined) return;
    const entry = author.entry(this.item, { sealed: p.random(size) });
    const args = this.item.appending([entry]);
    const done = await this.content.write(append, args);
    if (twice) expect((await this.content.write(append, args)).at).toBe(done.at);
    this.deeds.push(appendDeed(p, author.id(entry), entry.sealed));
    this.entries.push({ author: who, stored: { ...entry, at: done.at, mod: done.at } });
  }

  async react(who: number): Promise<void> {
    const author = this.authors[who];
    if (author === undefined || this.entries.some((one) => one.author === who && one.stored.lane === 1))
      return;
    const entry = author.reactions(this.item);
    const done = await this.content.write(append, this.item.appending([entry], { paid: false }));
    this.deeds.push(appendDeed(p, author.id(entry), entry.sealed));
    this.entries.push({ author: who, stored: { ...entry, at: done.at, mod: done.at } });
  }

  async change(): Promise<void> {
    const args = this.item.changing({ gen: this.item.body.gen + 1, old: p.random(72) }, p.random(32));
    await this.content.write(change, args);
    this.deeds.push(recordDeed(p, args.record.record), keysDeed(p, args.appendKeys ?? []));
  }

  /** Everything there is, by paging through both lanes from the newest on. */
  async readAll(room: number): Promise<StoredEntry[]> {
    const all: StoredEntry[] = [];
    const args = { id: this.item.id, least: this.deeds.length, record: this.item.body.number };
    let cursors: { before?: number | undefined; beforeReactions?: number | undefined } = {};
    do {
      const page = await this.content.read({ ...args, ...cursors }, room);
      expect(page.standing).toMatchObject(this.pair);
      expect(checkStanding(p, this.content.server, this.item.drop, page.standing)).toBe(true);
      all.push(...page.entries, ...page.reactions);
      cursors = { before: page.before, beforeReactions: page.beforeReactions };
    } while (cursors.before !== undefined || cursors.beforeReactions !== undefined);
    return all.sort((a, b) => a.at - b.at);
  }
}

test('whatever is done, standing, entries and deeds are those of the simplest model', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.array(step, { minLength: 20, maxLength: 90 }),
      fc.constantFrom(12_000, 65_000, 262_000),
      async (steps, room) => {
        const model = new Model();
        await model.content.write(create, model.item.creation());
        model.deeds.push(recordDeed(p, model.item.record.record));
        for (const one of steps) await model.do(one);
        const expected = model.entries.map(({ stored }) => stored);
        const shown = await model.readAll(room);
        expect(shown).toEqual(expected);
        for (const one of shown) expect(checkStored(p, model.item.drop, one, [])).toBe(true);

        const since = p.random(1)[0] ?? 0;
        const from = since % (model.deeds.length + 1);
        const before = model.deeds
          .slice(0, from)
          .reduce((pair, deed) => advance(p, pair, deed), start(model.item.drop));
        let known = { ...before };
        const deeds: Uint8Array[] = [];
        for (;;) {
          const { id } = model.item;
          const page = await model.content.read({ id, known, record: model.item.body.number }, room);
          deeds.push(page.deeds);
          const caught = [...model.deeds.slice(known.rev, page.upto)];
          for (const one of [...page.entries, ...page.reactions])
            expect(
              expected.find((entry) => same(entry.key, one.key) && same(entry.number, one.number)),
            ).toEqual(one);
          const due = expected.filter(({ mod }) => mod > known.rev && mod <= page.upto);
          expect([...page.entries, ...page.reactions].sort((a, b) => a.mod - b.mod)).toEqual(
            due.sort((a, b) => a.mod - b.mod),
          );
          known = caught.reduce((pair, deed) => advance(p, pair, deed), known);
          if (page.upto === page.standing.rev) break;
        }
        expect(Buffer.concat(deeds)).toEqual(Buffer.from(packDeeds(model.deeds.slice(from))));
      },
    ),
    runs(12),
  );
}, 120_000);

test('a reader who follows every answer finds nothing to object to', async () => {
  const model = new Model();
  await model.content.write(create, model.item.creation());
  model.deeds.push(recordDeed(p, model.item.record.record));
  let known: Followed | undefined;
  for (let round = 0; round < 12; round++) {
    for (let n = 0; n < 9; n++) {
      await model.append(n % 4, SIZES[(n + round) % 5] ?? 512, false);
      await model.do({ do: n % 3 === 0 ? 'edit' : 'remove', which: n * round * 7, size: n % 5 });
    }
    for (let complete = false; !complete; ) {
      const { id, drop, record } = model.item;
      const asked = known === undefined ? {} : { known: { rev: known.rev, root: known.root } };
      const answer = await model.content.read({ id, ...asked }, 65_000);
      const server = model.content.server;
      const said = { server, drop, answer, records: [record], mailbox: false, revBefore: () => 0 };
      const followed = follow(p, known === undefined ? said : { ...said, known, revBefore: () => 0 });
      known = followed.known;
      complete = followed.complete;
    }
    expect(known?.rev).toBe(model.deeds.length);
  }
});
