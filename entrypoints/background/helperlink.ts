import { movedTo } from '../../lib/actions/peers/addresses.ts';
import { takenLater } from '../../lib/actions/peers/custody.ts';
import { receivePeer } from '../../lib/actions/peers/receivepeer.ts';
import { usePeers } from '../../lib/actions/peers/usepeers.ts';
import type { Service } from '../../lib/actions/service.ts';
import { hex } from '../../lib/bytes.ts';
import type { Db } from '../../lib/db/schema.ts';
import { type Helper, openHelper } from '../../lib/native/helper.ts';
import { HOST_NAME } from '../../lib/native/ids.ts';
import type { Status } from '../../lib/native/messages.ts';
import { CONNECTING, type HelperState } from '../../lib/native/state.ts';
import type { Webext } from '../../lib/webext.ts';

type Api = Pick<Webext, 'runtime'>;

/** The way to the helper, where one is installed: the local service's peers while it is connected, and its carrier. */
export class HelperLink {
  readonly #api: Api;
  #helper: Helper | null = null;
  #service: Service | null = null;
  #slot: string | null = null;

  constructor(api: Api) {
    this.#api = api;
  }

  /** Looks for the helper from now on; letters it brings go to this service. */
  async start(service: Service): Promise<void> {
    if (this.#helper !== null) return;
    const slot = await slotOf(service);
    if (this.#helper !== null) return;
    this.#slot = slot;
    this.#service = service;
    const used = async (): Promise<void> => {
      if (this.#service === service) await usePeers(service, this.connected());
    };
    this.#helper = openHelper({
      connect: () => this.#api.runtime.connectNative(HOST_NAME),
      lastError: () => this.#api.runtime.lastError?.message,
      slot,
      version: this.#api.runtime.getManifest().version,
      onLetter: (letter) => receivePeer(service, letter),
      // said while the helper is being opened, too: then it is not in hand yet
      onState: () => queueMicrotask(() => void used().catch(() => undefined)),
      onCustody: (log, number) => void takenLater(service, { log, number }).catch(() => undefined),
      onAddresses: () => void movedTo(service).catch(() => undefined),
      later: service.later,
    });
  }

  /** The database was restored from another device's: this one keeps its own name at the helper. */
  async keepSlot(db: Db): Promise<void> {
    if (this.#slot !== null) await db.settings.put({ key: 'slot', value: this.#slot });
  }

  /** The helper while it can be asked; null otherwise. */
  connected(): Helper | null {
    return this.#helper?.state().is === 'connected' ? this.#helper : null;
  }

  state(): HelperState {
    return this.#helper?.state() ?? CONNECTING;
  }

  /** What it says of itself; null while there is none. */
  async status(): Promise<Status | null> {
    return (await this.connected()?.status()) ?? null;
  }

  /** Looks for it again, now. */
  again(): void {
    this.#helper?.again();
  }

  /** Leaves the helper; the service it worked for has none any more. */
  stop(): void {
    this.#helper?.close();
    this.#helper = null;
    const service = this.#service;
    this.#service = null;
    if (service !== null) void usePeers(service, null).catch(() => undefined);
  }
}

/** The name of this database's device at the helper: made once. A profile copied to another machine keeps it there. */
async function slotOf({ db, random }: Pick<Service, 'db' | 'random'> & { db: Db }): Promise<string> {
  return await db.atomically(async () => {
    const kept = (await db.settings.get('slot'))?.value;
    if (typeof kept === 'string') return kept;
    const slot = hex(random(16));
    await db.settings.put({ key: 'slot', value: slot });
    return slot;
  });
}
