import { join } from 'node:path';
import { type Browser, type BrowserContext, chromium, type Page } from 'playwright-core';
import { exists } from '../exists.ts';
import { type Chromium, startChromium } from './chromium.ts';
import { extensionId } from './extension.ts';
import { endHelper, installHelper } from './helperof.ts';
import { until } from './until.ts';

export interface PersonOptions {
  /** Who it is on the replica, and as which name it registers. */
  name: string;
  /** Where profile and helper are kept. */
  folder: string;
  /** Folder of the built extension. */
  extension: string;
  replica: { port: number; spki: string } | null;
  headless: boolean;
  /** With a helper of its own, or without. */
  helper: boolean;
  window?: { x?: number; y?: number; width: number; height: number };
  /** Pages the browser opens with. */
  pages?: string[];
}

/** How long an element is waited for, ms: two browsers share two cores with what else runs. */
const PATIENCE = 30_000;

export const FACEBOOK = 'https://www.facebook.com/';

/** A person in front of a browser: everything is done as that person does it, with mouse, keyboard and eyes. */
export class Person {
  readonly name: string;
  /** Id of the extension. */
  readonly extension: string;
  readonly #options: PersonOptions;
  #running: { process: Chromium; browser: Browser; context: BrowserContext } | null = null;

  private constructor(options: PersonOptions, extension: string) {
    this.name = options.name;
    this.#options = options;
    this.extension = extension;
  }

  /** Installs the helper, if there is to be one, and starts the browser. */
  static async open(options: PersonOptions): Promise<Person> {
    const person = new Person(options, await extensionId(options.extension));
    if (options.helper) await installHelper({ home: person.helperHome, profile: person.profile });
    await person.start();
    return person;
  }

  get profile(): string {
    return join(this.#options.folder, 'profile');
  }

  get helperHome(): string {
    return join(this.#options.folder, 'helper');
  }

  /** Its browser's windows. Throws while the browser is off. */
  get context(): BrowserContext {
    return this.#on().context;
  }

  /** Open tabs; none while the browser is off. */
  tabs(): Page[] {
    return this.#running?.context.pages() ?? [];
  }

  /** The DevTools endpoint. Throws while the browser is off. */
  get cdp(): string {
    return this.#on().process.cdp;
  }

  /** Resolves when the browser has ended. Throws while it is off. */
  get ended(): Promise<void> {
    return this.#on().process.ended;
  }

  /** Switches the machine on: the browser, which starts the helper. */
  async start(): Promise<void> {
    if (this.#running !== null) return;
    const knows = await exists(join(this.profile, 'Default', 'Preferences'));
    const { extension, replica, headless, window, pages } = this.#options;
    const process = await startChromium({
      profile: this.profile,
      extension,
      replica,
      headless,
      ...(window === undefined ? {} : { window }),
      ...(pages === undefined ? {} : { pages }),
    });
    const browser = await chromium.connectOverCDP(process.cdp);
    const context = browser.contexts()[0];
    if (context === undefined) throw new Error('Chromium has no context');
    context.setDefaultTimeout(PATIENCE);
    this.#running = { process, browser, context };
    if (!knows) await this.#meetHome();
  }

  /** Closes the browser; the helper goes on. */
  async close(): Promise<void> {
    const running = this.#running;
    this.#running = null;
    if (running === null) return;
    await running.browser.close().catch(() => undefined);
    await running.process.stop();
  }

  /** Switches the machine off: browser and helper. */
  async off(): Promise<void> {
    await this.close();
    if (this.#options.helper) await endHelper(this.helperHome);
  }

  /** A new tab on Facebook. */
  async facebook(path = ''): Promise<Page> {
    const url = new URL(path, FACEBOOK);
    if (this.#options.replica !== null) url.searchParams.set('me', this.name);
    const page = await this.context.newPage();
    // where the real site does not answer, the browser says so in its own words
    const opened = page.goto(url.href);
    await (this.#options.replica === null ? opened.catch(() => undefined) : opened);
    return page;
  }

  /** A tab of Home at one of its places; the one that is open already, where there is one. */
  async home(route = ''): Promise<Page> {
    const address = this.address(`home.html#${route}`);
    const open = this.context.pages().find((page) => page.url().startsWith(this.address('home.html')));
    const page = open ?? (await this.context.newPage());
    await page.goto(address);
    await page.bringToFront();
    return page;
  }

  /** The popup, as a tab. */
  async popup(): Promise<Page> {
    const page = await this.context.newPage();
    await page.goto(this.address('popup.html'));
    return page;
  }

  /** The address of a page of the extension. */
  address(page: string): string {
    return `chrome-extension://${this.extension}/${page}`;
  }

  // Where the extension is new, it opens Home over whatever is in front: that is let happen first.
  async #meetHome(): Promise<void> {
    const home = this.address('home.html');
    const opened = () => this.context.pages().some((page) => page.url().startsWith(home));
    await until('Home to open by itself', opened, 60_000);
  }

  #on(): { process: Chromium; context: BrowserContext } {
    if (this.#running === null) throw new Error(`${this.name}'s browser is off`);
    return this.#running;
  }
}
