import type { BrowserContext } from 'playwright-core';
import type { Person } from '../../../servers/browser/person.ts';
import { until } from '../../../servers/browser/until.ts';

/** What a browser's service worker wrote, and when (ms): moments on a deed's way. */
export interface Mark {
  readonly store: string;
  readonly at: number;
  /** Of a letter: whether it counts as sent. Of an item: its state. Of a deed: its kind, and why it waits. */
  readonly state: string;
}

/** Hears of a text that was painted, or of the button that was pressed, with the moment (ms) in that frame. */
export type Hears = (what: 'painted' | 'pressed', text: string, at: number) => void;

/**
 * Frames of the extension opened from now on in this browser say when a text of ours is painted, and when Post is pressed.
 * `pattern`: the texts looked for.
 */
export async function listenIn(context: BrowserContext, pattern: RegExp, hears: Hears): Promise<void> {
  await context.exposeBinding('benchHears', (_, what: 'painted' | 'pressed', text: string, at: number) =>
    hears(what, text, at),
  );
  await context.addInitScript(listening, pattern.source);
}

function listening(pattern: string): void {
  if (location.protocol !== 'chrome-extension:' || !location.pathname.endsWith('/frame.html')) return;
  const { benchHears } = globalThis as unknown as { benchHears: Hears };
  const seen = new Set<string>();
  const look = (): void => {
    const found = (document.body?.textContent ?? '').match(new RegExp(pattern, 'g')) ?? [];
    for (const text of found.filter((one) => !seen.has(one))) {
      seen.add(text);
      // the frame after this one begins when what is in the document now has been drawn
      requestAnimationFrame(() => setTimeout(() => benchHears('painted', text, Date.now())));
    }
  };
  new MutationObserver(look).observe(document, { childList: true, subtree: true, characterData: true });
  const pressed = (event: Event): void => {
    const { target } = event;
    const button = target instanceof Element ? target.closest('button') : null;
    if (button?.textContent?.trim() === 'Post') benchHears('pressed', '', Date.now());
  };
  addEventListener('click', pressed, { capture: true });
}

/** The rows a browser's background writes from now on, with their moments. */
export class Marks {
  readonly #person: Person;

  private constructor(person: Person) {
    this.#person = person;
  }

  static async of(person: Person): Promise<Marks> {
    const marks = new Marks(person);
    await (await marks.#worker()).evaluate(marking);
    return marks;
  }

  /** All since the last call. */
  async taken(): Promise<Mark[]> {
    const worker = await this.#worker();
    return await worker.evaluate(() => (globalThis as unknown as { marks: Mark[] }).marks.splice(0));
  }

  async #worker() {
    return await until("the extension's background", () => this.#person.context.serviceWorkers()[0]);
  }
}

function marking(): void {
  const marks: Mark[] = [];
  Object.assign(globalThis, { marks });
  const stores = ['wall', 'items', 'lettersOut', 'lettersIn', 'logsIn', 'newsFeed', 'deeds'];
  for (const name of ['add', 'put'] as const) {
    const write = IDBObjectStore.prototype[name];
    IDBObjectStore.prototype[name] = function (this: IDBObjectStore, value, key) {
      if (stores.includes(this.name)) {
        const letter = value.sent > 0 ? 'sent' : 'written';
        const deed = `${value.kind} ${value.why ?? value.code ?? ''}`;
        const state = { lettersOut: letter, deeds: deed }[this.name] ?? `${value.state}`;
        marks.push({ store: this.name, at: Date.now(), state });
      }
      return write.call(this, value, key);
    };
  }
}
