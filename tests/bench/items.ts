import type { Token } from '../../lib/crypto/credential.ts';
import { append, create } from '../../lib/protocol/commands/content.ts';
import { TestAuthor, TestItem } from '../network/contentworld.ts';
import { fetchTokens, pay } from './people.ts';
import type { BenchWorld } from './world.ts';

/** Items and people of the benches, paid for with real credentials. */
export class BenchItems {
  readonly #world: BenchWorld;
  readonly #tokens: Token[] = [];

  constructor(world: BenchWorld) {
    this.#world = world;
  }

  /** Sees to it that so many credentials are there. */
  async fetch(count: number): Promise<void> {
    if (this.#tokens.length < count) this.#tokens.push(...(await fetchTokens(this.#world, count)));
  }

  /** The envelope of a new thread with its first post (1,024 bytes sealed). */
  creation(item = new TestItem()): Uint8Array {
    const entries = [new TestAuthor().entry(item, { sealed: new Uint8Array(1024).fill(7) })];
    return this.#world.seal(create, this.paid(create.name, item.creation(entries))).envelope;
  }

  /** Makes a thread with its first post; nothing of the clock. */
  async thread(): Promise<TestItem> {
    const item = new TestItem();
    const args = item.creation([new TestAuthor().entry(item)]);
    await this.#world.ask(create, this.paid(create.name, args));
    return item;
  }

  /** People who have each written once in an item, so that their next 64 comments are free. */
  async people(item: TestItem, count: number): Promise<TestAuthor[]> {
    const authors = Array.from({ length: count }, () => new TestAuthor());
    for (const author of authors) {
      const args = item.appending([author.entry(item)], { paid: false });
      await this.#world.ask(append, this.paid(append.name, args));
    }
    return authors;
  }

  /** The envelope of one more comment of somebody (512 bytes sealed). */
  comment(item: TestItem, author: TestAuthor): Uint8Array {
    return this.#world.seal(append, item.appending([author.entry(item)], { paid: false })).envelope;
  }

  /** The arguments of a command with a credential that pays for them. */
  paid<A extends object>(command: string, args: A): ReturnType<typeof pay<A>> {
    const token = this.#tokens.pop();
    if (token === undefined) throw new Error('no token left');
    return pay(this.#world, token, command, args);
  }
}
