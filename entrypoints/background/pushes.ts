import { FACEBOOK_PAGES } from '../../lib/messages/facebook.ts';
import type { FramePush, Push } from '../../lib/messages/pushes.ts';
import type { Webext } from '../../lib/webext.ts';
import type { Frame } from './frames.ts';

type Api = Pick<Webext, 'tabs'>;

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
    const tabs = await this.#api.tabs.query({ url: FACEBOOK_PAGES });
    await Promise.all(tabs.map(async ({ id }) => id !== undefined && (await this.toTab(id, push))));
  }

  /** To a frame in a tab, and to nobody else there; one that was not claimed yet is told all when it is. */
  async toFrame({ tab, place }: Pick<Frame, 'tab' | 'place'>, push: FramePush): Promise<void> {
    // Firefox brings messages of the runtime to no frame in a page
    if (place !== null)
      await this.#api.tabs.sendMessage(tab, push, { frameId: place }).catch(() => undefined);
  }
}
