import fc from 'fast-check';
import { expect, test } from 'vitest';
import { rekey } from '../../../../lib/actions/items/change.ts';
import { comment } from '../../../../lib/actions/items/comment.ts';
import { edit } from '../../../../lib/actions/items/edit.ts';
import { post } from '../../../../lib/actions/items/post.ts';
import { type Reaction, react } from '../../../../lib/actions/items/react.ts';
import { readItem } from '../../../../lib/actions/items/read.ts';
import { removeEntry } from '../../../../lib/actions/items/remove.ts';
import { runOutbox } from '../../../../lib/actions/outbox/run.ts';
import type { Service } from '../../../../lib/actions/service.ts';
import { hex } from '../../../../lib/bytes.ts';
import type { EntryRow } from '../../../../lib/db/items.ts';
import { CommandError } from '../../../../lib/protocol/errors.ts';
import { REACTIONS } from '../../../../lib/protocol/inside.ts';
import { runs } from '../../fuzzruns.ts';
import { Circle, type User } from './circle.ts';

const HOUR = 3_600_000;
const DOINGS = ['react', 'comment', 'edit', 'remove', 'rekey', 'read', 'send', 'letters', 'lose'] as const;

/** Who does what, to which of the entries it could be done to, and how long until the next begins. */
interface Step {
  who: number;
  doing: (typeof DOINGS)[number];
  which: number;
  wait: number;
}

const step: fc.Arbitrary<Step> = fc.record({
  who: fc.nat(2),
  doing: fc.oneof(
    ...DOINGS.map((doing, i) => ({
      weight: [6, 3, 4, 1, 1, 4, 8, 6, 1][i] ?? 1,
      arbitrary: fc.constant(doing),
    })),
  ),
  which: fc.nat(11),
  wait: fc.nat(40),
});

/** As many turns of the event loop: one step of the database takes about one. */
async function turns(n: number): Promise<void> {
  for (let i = 0; i < n; i++) await new Promise((resolve) => setImmediate(resolve));
}

/** A thread of Alice's that Bob and Carol read, at an honest server whose answers take longer or shorter. */
class Thread {
  readonly circle = new Circle();
  readonly people: User[] = [];
  drop = '';
  #losing = false;

  async open(delays: number[]): Promise<void> {
    const { circle, people } = this;
    for (const name of ['Alice', 'Bob', 'Carol']) people.push(await circle.join(name));
    for (const a of people) for (const b of people) if (a.name < b.name) await circle.befriend(a, b);
    this.drop = (await post(this.#person(0).service, { text: 'Hello', audience: 'friends' })).drop;
    await circle.settle(2);
    for (const server of [circle.north, circle.south])
      server.lose = (command) => command !== 'content.read' && this.#loses();
    this.#slow(delays);
  }

  #slow(delays: number[]): void {
    const { carrier } = this.circle.world;
    const { post } = carrier;
    let n = 0;
    carrier.post = async (door, bytes) => {
      await turns(delays[n++ % delays.length] ?? 0);
      const answer = await post(door, bytes);
      await turns(delays[n++ % delays.length] ?? 0);
      return answer;
    };
  }

  #loses(): boolean {
    const loses = this.#losing;
    this.#losing = false;
    return loses;
  }

  #person(n: number): User {
    const person = this.people[n];
    if (person === undefined) throw new Error('nobody');
    return person;
  }

  async do({ who, doing, which }: Step): Promise<void> {
    const { drop } = this;
    const me = this.#person(who);
    const { service } = me;
    const entries = await this.#entries(me);
    const some = (rows: EntryRow[]) => rows[which % rows.length]?.entry;
    const own = entries.filter((row) => row.mine);
    switch (doing) {
      case 'react': {
        const entry = some(entries);
        const reaction: Reaction | null = REACTIONS[which] ?? null;
        if (entry !== undefined) await react(service, { drop, entry, reaction });
        return;
      }
      case 'comment':
        return void (await comment(service, { drop, text: `${me.name} ${which}` }));
      case 'edit': {
        const entry = some(own);
        if (entry !== undefined) await edit(service, { drop, entry, text: `${me.name} ${which} again` });
        return;
      }
      case 'remove': {
        const entry = some((who === 0 ? entries : own).filter(({ body }) => body?.is === 'comment'));
        if (entry !== undefined) await removeEntry(service, { drop, entry });
        return;
      }
      case 'rekey':
        return await this.#rekey(this.#person(0).service);
      case 'read':
        return void (await readItem(service, drop));
      case 'send':
        this.circle.pass(500);
        return await runOutbox(service);
      case 'letters':
        for (const to of this.people) if (to !== me) await this.circle.deliver(me, to);
        return;
      case 'lose':
        this.#losing = true;
    }
  }

  async #rekey(service: Service): Promise<void> {
    await service.db.atomically(() => rekey(service, this.drop));
  }

  async #entries({ service }: User): Promise<EntryRow[]> {
    const rows = await service.db.entries.where('drop').equals(this.drop).sortBy('key');
    return rows.filter(
      ({ state, body }) => state !== 'removed' && (body?.is === 'post' || body?.is === 'comment'),
    );
  }

  /** All that is under way arrives, and everybody reads. */
  async end(): Promise<void> {
    this.#losing = false;
    for (let i = 0; i < 3; i++) {
      this.circle.pass(HOUR);
      await this.circle.settle(3);
    }
    for (const { service } of this.people) expect(await readItem(service, this.drop)).toBe('read');
  }

  /** What a person sees of the thread: what stands where, and who removed something. */
  async seenBy({ service }: User): Promise<unknown[]> {
    const rows = await service.db.entries.where('drop').equals(this.drop).sortBy('at');
    return rows.map(({ entry, at, state, author, body, stored }) => ({
      entry,
      at,
      state,
      // who never read it while it stood there does not know whose it was
      author: state === 'removed' ? null : author,
      body,
      rev: stored?.rev,
      sig: hex(stored?.sig ?? new Uint8Array(0)),
    }));
  }
}

test('however reads, letters and deeds cross each other: an honest server is never accused, and all see the same', async () => {
  const all = fc.asyncProperty(
    fc.array(step, { minLength: 10, maxLength: 30 }),
    fc.array(fc.nat(60), { minLength: 1, maxLength: 8 }),
    async (steps, delays) => {
      const thread = new Thread();
      await thread.open(delays);
      const begun: Promise<void>[] = [];
      for (const one of steps) {
        begun.push(
          thread.do(one).catch((error: unknown) => {
            if (!(error instanceof CommandError)) throw error;
          }),
        );
        await turns(one.wait);
      }
      await Promise.all(begun);
      await thread.end();
      const [first, ...others] = await Promise.all(thread.people.map((one) => thread.seenBy(one)));
      for (const other of others) expect(other).toEqual(first);
      for (const { service, name } of thread.people) {
        expect(await service.db.evidence.toArray(), name).toEqual([]);
        expect(await service.db.warnings.toArray(), name).toEqual([]);
        expect(await service.db.items.filter(({ doubt }) => doubt !== undefined).count(), name).toBe(0);
      }
    },
  );
  await fc.assert(all, { ...runs(2), endOnFailure: true });
});
