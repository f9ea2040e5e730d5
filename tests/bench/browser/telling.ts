import type { Frame, Page } from 'playwright-core';
import type { Person } from '../../../servers/browser/person.ts';
import { openComposer } from '../../../servers/browser/screens/composer.ts';
import { until } from '../../../servers/browser/until.ts';
import { listenIn, type Mark, Marks } from './marks.ts';

const PATTERN = /Bench \w+ \d+\./;
const PATIENCE = 60_000;
const REACH = 1000;

/** A post: when it was pressed, painted, and what both backgrounds wrote meanwhile; moments in ms. */
export interface Told {
  readonly pressed: number;
  readonly painted: number;
  readonly author: Mark[];
  readonly reader: Mark[];
  /** When the reader's mailboxes were made to be asked. */
  readonly asked: number;
}

interface Side {
  readonly page: Page;
  readonly marks: Marks;
}

/** Somebody who posts on Facebook's page, and a Friend who looks at theirs. */
export class Telling {
  readonly #author: Person;
  readonly #reader: Person;
  readonly #heard = new Map<string, (at: number) => void>();
  #sides: { author: Side; reader: Side } | null = null;

  constructor(author: Person, reader: Person) {
    this.#author = author;
    this.#reader = reader;
  }

  /** So many posts, one after the other, those lost left out; `asked`: the reader's mailboxes are asked once the letter is there, not by the clock. */
  async posts(word: string, count: number, way: 'at once' | 'asked'): Promise<Told[]> {
    this.#sides ??= { author: await this.#open(this.#author), reader: await this.#open(this.#reader) };
    const all: Told[] = [];
    // the first one does not count: pages, caches and connections are made
    for (let number = 0; number <= count; number++) {
      const told = await this.#post(this.#sides, `Bench ${word} ${number}.`, way).catch(asLost);
      if (told === null) await this.#sides.author.page.reload();
      else if (number > 0) all.push(told);
    }
    return all;
  }

  async #open(person: Person): Promise<Side> {
    await listenIn(person.context, PATTERN, (what, text, at) => {
      const key = what === 'pressed' ? `pressed at ${person.name}` : `${text} at ${person.name}`;
      this.#heard.get(key)?.(at);
    });
    const page = await person.facebook();
    for (const other of person.context.pages()) if (other !== page) await other.close();
    return { page, marks: await Marks.of(person) };
  }

  async #post(
    { author, reader }: { author: Side; reader: Side },
    text: string,
    way: 'at once' | 'asked',
  ): Promise<Told> {
    await settled(author.marks);
    await reader.marks.taken();
    const pressing = this.#hear(`pressed at ${this.#author.name}`);
    const painting = this.#hear(`${text} at ${this.#reader.name}`);
    const frame = await openComposer(author.page);
    await write(author.page, frame, `${text} Rain.`);
    await frame.getByRole('button', { name: 'Post', exact: true }).click({ noWaitAfter: true });
    const pressed = await soon('Post pressed', pressing);
    const before: Mark[] = [];
    let asked = pressed;
    if (way === 'asked') {
      await sent(author.marks, before);
      asked = await askNow(reader.page);
    }
    const painted = await soon(text, painting);
    await author.page.bringToFront();
    await sent(author.marks, before);
    return { pressed, painted, asked, author: before, reader: await reader.marks.taken() };
  }

  #hear(key: string): Promise<number> {
    return new Promise((resolve) => this.#heard.set(key, resolve));
  }
}

function asLost(error: unknown): null {
  console.log(`lost: ${error instanceof Error ? error.message.split('\n')[0] : error}`);
  return null;
}

/** Writes into the composer once it has the keyboard. */
async function write(page: Page, frame: Frame, text: string): Promise<void> {
  const box = frame.getByRole('textbox', { name: "What's on your mind?" });
  await until('the keyboard in the composer', async () => {
    await box.click();
    return await box.evaluate((node) => document.hasFocus() && document.activeElement === node);
  });
  await page.keyboard.type(text);
  // one who just wrote takes a moment to reach the button; a composer that was not seen for half a second refuses
  await page.waitForTimeout(REACH);
}

async function soon<T>(what: string, promise: Promise<T>): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error(`not in time: ${what}`)), PATIENCE);
  });
  return await Promise.race([promise, late]).finally(() => clearTimeout(timer));
}

/** Waits until a letter of the author counts as sent, taking the marks on the way. */
async function sent(marks: Marks, into: Mark[]): Promise<void> {
  const end = Date.now() + PATIENCE;
  while (!into.some(({ store, state }) => store === 'lettersOut' && state === 'sent')) {
    if (Date.now() > end) throw new Error('the letter was not sent');
    into.push(...(await marks.taken()));
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}

/** Waits until the author's background has written nothing for a while. */
async function settled(marks: Marks): Promise<void> {
  do await new Promise((resolve) => setTimeout(resolve, 1000));
  while ((await marks.taken()).length > 0);
}

/** All surfaces say that they are hidden, then that they are seen: at that the mailboxes are asked. The moment, ms. */
async function askNow(page: Page): Promise<number> {
  const ours = page.frames().filter((frame) => frame.url().includes('/frame.html'));
  let at = Date.now();
  for (const visible of [false, true]) {
    at = Date.now();
    for (const frame of ours)
      await frame
        .evaluate(
          // @ts-expect-error the browser's own
          (args) => globalThis.chrome.runtime.sendMessage({ ask: 'surface.visible', args }),
          { visible },
        )
        .catch(() => undefined);
  }
  return at;
}
