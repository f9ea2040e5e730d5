import type { FramePush, Push } from '../../lib/messages/pushes.ts';
import type { Webext } from '../../lib/webext.ts';
import { FACEBOOK } from './senders.ts';

type Api = Pick<Webext, 'tabs' | 'runtime'>;

/** What the background says unasked. Who is not there does not hear it; nothing is said of that. */
export class Pushes {
  readonly #api: Api;

  constructor(api: Api) {
    this.#api = api;
  }

  /** To the content script of one tab. */
  async toTab(tab: number, push: Push): Promise<void> {
    await this.#api.tabs.sendMessage(tab, push, { frameId: 0 }).catch(() => undefined);
  }

  /** To the content scripts of all Facebook's pages that are open. */
  async toPages(push: Push): Promise<void> {
    const tabs = await this.#api.tabs.query({ url: FACEBOOK.map((origin) => `${origin}/*`) });
    await Promise.all(tabs.map(async ({ id }) => id !== undefined && (await this.toTab(id, push))));
  }

  /** To a frame: documents of the extension hear it, and each passes over what is not its own. */
  async toFrame(push: FramePush): Promise<void> {
    await this.#api.runtime.sendMessage(push).catch(() => undefined);
  }
}
