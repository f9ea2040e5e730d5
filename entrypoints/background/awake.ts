import { nextDue } from '../../lib/actions/outbox/run.ts';
import { isDueBefore } from '../../lib/db/queries/due.ts';
import type { Webext } from '../../lib/webext.ts';
import type { Background } from './background.ts';
import { SessionTable } from './session.ts';

/** The browser ends a background that was quiet for 30 s; calling it counts. */
const BEAT = 20_000;

const MINUTE = 60_000;
/** A local service that starts asks its mailboxes: not oftener than it would while nothing is visible. */
const PAUSE = 5 * MINUTE;

type Api = Pick<Webext, 'runtime' | 'storage'>;

/**
 * When the background works and when it may sleep: it stays awake while a surface of ours is on a screen or something is
 * about to be sent, and looks every minute whether there is something to do.
 */
export class Awake {
  readonly #api: Api;
  readonly #background: Background;
  readonly #started: SessionTable<number>;
  #beating = false;

  constructor(api: Api, background: Background) {
    this.#api = api;
    this.#background = background;
    this.#started = new SessionTable(api.storage.session, 'started');
  }

  /** Somebody asked something: the local service goes from now on. */
  asked(): void {
    void this.#go();
  }

  /** A minute passed, or the browser started: the local service goes where it has something to do. */
  async tick(): Promise<void> {
    const { db, local } = this.#background;
    const last = (await this.#started.rows()).get('local') ?? 0;
    if (local.isOpen() || last + PAUSE <= Date.now() || (await isDueBefore(db, Date.now() + MINUTE)))
      await this.#go();
  }

  async tabGone(tab: number): Promise<void> {
    const { visible, local } = this.#background;
    await visible.tabGone(tab);
    local.show(await visible.any());
  }

  async #go(): Promise<void> {
    const { local, service } = this.#background;
    if (!local.isOpen()) await this.#started.put('local', Date.now());
    await service().catch(() => undefined);
    if (this.#beating) return;
    this.#beating = true;
    await this.#beat();
  }

  // Ends by itself when nothing needs it any more, or where the service cannot be opened.
  async #beat(): Promise<void> {
    this.#beating = await this.#isNeeded().catch(() => false);
    if (!this.#beating) return;
    await this.#api.runtime.getPlatformInfo();
    setTimeout(() => void this.#beat(), BEAT);
  }

  async #isNeeded(): Promise<boolean> {
    const { visible, service } = this.#background;
    if (await visible.any()) return true;
    const local = await service();
    const due = await nextDue(local);
    return due !== null && due - local.now() < BEAT;
  }
}
