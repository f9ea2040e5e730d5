import { type Loop, startLoop } from '../../lib/actions/loop.ts';
import { openService } from '../../lib/actions/openservice.ts';
import type { Service } from '../../lib/actions/service.ts';
import type { Db } from '../../lib/db/schema.ts';
import type { Carrier } from '../../lib/route/carrier.ts';
import type { Passed } from '../../lib/route/route.ts';
import type { HelperLink } from './helperlink.ts';
import type { BroughtPictures } from './pictures.ts';

export interface LocalParts {
  db: Db;
  carrier: Carrier;
  pictures: BroughtPictures;
  helper: HelperLink;
  passed: Passed;
  /** Whether a surface of ours is on a screen now. */
  isVisible(): Promise<boolean>;
}

/** The local service of this background: opened once, at its first use; going from then on. */
export class Local {
  readonly #parts: LocalParts;
  #opening: Promise<Service> | null = null;
  #loop: Loop | null = null;

  constructor(parts: LocalParts) {
    this.#parts = parts;
  }

  /** The service; rejects as openService, and then the next call tries again. */
  async service(): Promise<Service> {
    this.#opening ??= this.#open().catch((error: unknown) => {
      this.#opening = null;
      throw error;
    });
    return await this.#opening;
  }

  /** Whether it is open, or being opened. */
  isOpen(): boolean {
    return this.#opening !== null;
  }

  /** A surface of ours is visible, or none is any more. */
  show(visible: boolean): void {
    this.#loop?.show(visible);
  }

  /** Ends it: the next use opens another on what the database has then. */
  stop(): void {
    this.#loop?.stop();
    this.#loop = null;
    this.#opening = null;
    this.#parts.helper.stop();
  }

  async #open(): Promise<Service> {
    const { db, carrier, pictures, helper, passed, isVisible } = this.#parts;
    const service = await openService({ db, carrier, pictures, passed });
    this.#loop = startLoop(service);
    this.#loop.show(await isVisible());
    void helper.start(service).catch(() => undefined);
    return service;
  }
}
