import type { Webext } from '../../lib/webext.ts';

/** Headers by which a door could know a browser. */
const TELLING = [
  'origin',
  'user-agent',
  'accept-language',
  'accept',
  'priority',
  'dnt',
  'sec-gpc',
  'sec-ch-ua',
  'sec-ch-ua-arch',
  'sec-ch-ua-bitness',
  'sec-ch-ua-full-version-list',
  'sec-ch-ua-mobile',
  'sec-ch-ua-model',
  'sec-ch-ua-platform',
  'sec-ch-ua-platform-version',
  'sec-fetch-dest',
  'sec-fetch-mode',
  'sec-fetch-site',
  'sec-fetch-storage-access',
];

/** May the background send to a door: `bare` without the browser's headers, `showing` with them, `no` not at all. */
export type DoorWay = 'bare' | 'showing' | 'no';

type Api = Pick<Webext, 'permissions' | 'declarativeNetRequest' | 'runtime'>;

/**
 * The doors the background sends to by itself, each with a session rule that takes the browser's headers off (DESIGN
 * section 2, "Carrier"). The rules concern requests of this extension in no tab, and nobody else's.
 */
export class Doors {
  readonly #api: Api;
  readonly #origins = new Set<string>();
  #ruled: Promise<void> = Promise.resolve();

  constructor(api: Api) {
    this.#api = api;
  }

  /** Makes sure that the rule for a door (URL) is in force, and answers how we may send to it. */
  async way(door: string): Promise<DoorWay> {
    const { origin } = new URL(door);
    if (!this.#origins.has(origin)) {
      this.#origins.add(origin);
      this.#ruled = this.#ruled.then(() => this.#rule()).catch(() => this.#origins.clear());
    }
    await this.#ruled;
    // the browser did not take the rule: nothing is sent, and the next request tries it again
    if (!this.#origins.has(origin)) return 'no';
    if (await this.isAllowed(door)) return 'bare';
    // there, an Origin nobody may take off would name this profile for ever
    return this.#api.runtime.getURL('').startsWith('moz-extension:') ? 'no' : 'showing';
  }

  /** Whether the user gave permission for a door (URL). */
  async isAllowed(door: string): Promise<boolean> {
    return await this.#api.permissions.contains({ origins: [`${withoutPort(door)}/*`] });
  }

  /** Which of these doors (URLs) the user is to be asked for: origins without a port, for permissions know none. */
  async missing(doors: readonly string[]): Promise<string[]> {
    const origins = new Set<string>();
    for (const door of doors) if (!(await this.isAllowed(door))) origins.add(withoutPort(door));
    return [...origins];
  }

  async #rule(): Promise<void> {
    const { declarativeNetRequest, runtime } = this.#api;
    const before = await declarativeNetRequest.getSessionRules();
    const known = new Set(before.map((rule) => rule.condition.urlFilter));
    const filters = [...this.#origins].map((origin) => `|${origin}/`).filter((one) => !known.has(one));
    const last = Math.max(0, ...before.map((rule) => rule.id));
    const initiator = new URL(runtime.getURL('')).host;
    await declarativeNetRequest.updateSessionRules({
      addRules: filters.map((urlFilter, i) => ({
        id: last + i + 1,
        priority: 1,
        action: {
          type: 'modifyHeaders',
          requestHeaders: TELLING.map((header) => ({ header, operation: 'remove' })),
        },
        condition: {
          urlFilter,
          initiatorDomains: [initiator],
          tabIds: [-1],
          resourceTypes: ['xmlhttprequest', 'other'],
        },
      })),
    });
  }
}

function withoutPort(door: string): string {
  const { protocol, hostname } = new URL(door);
  return `${protocol}//${hostname}`;
}
