import type { Db } from '../../db/schema.ts';
import { ask, type Send } from '../../messages/ask.ts';
import { blob } from '../../messages/requests/items.ts';
import type { Decoder } from './decoder.ts';

/** A photo of an entry: what names its bytes, all hex. */
export interface PhotoName {
  drop: string;
  entry: string;
  hash: string;
}

/** Pictures kept drawn; older ones are decoded again when seen again. */
const KEPT = 60;

/** Pictures as they are shown: from the database or its server, decoded apart, as addresses of blobs. */
export class Pictures {
  readonly decoder: Decoder;
  private readonly db: Db;
  private readonly send: Send;
  private readonly shown = new Map<string, Promise<string>>();

  constructor(db: Db, send: Send, decoder: Decoder) {
    this.db = db;
    this.send = send;
    this.decoder = decoder;
  }

  /**
   * The address of a photo's picture, `side` px on its longer side at most. Throws AskError where its bytes cannot be had
   * or are no picture.
   */
  async photo(name: PhotoName, side: number): Promise<string> {
    return await this.kept(`${name.hash}:${side}`, side, async () => {
      const here = await this.db.blobs.get(name.hash);
      if (here === undefined) await ask(this.send, blob, name);
      const row = here ?? (await this.db.blobs.get(name.hash));
      return row?.bytes ?? new Uint8Array();
    });
  }

  /** The address of a picture whose bytes are at hand; `name` is its own alone. */
  async bytes(name: string, bytes: Uint8Array): Promise<string> {
    return await this.kept(name, 960, () => Promise.resolve(bytes));
  }

  private kept(name: string, side: number, load: () => Promise<Uint8Array>): Promise<string> {
    const before = this.shown.get(name);
    if (before !== undefined) return before;
    const now = this.draw(side, load);
    this.shown.set(name, now);
    now.catch(() => this.shown.delete(name));
    this.forgetOldest();
    return now;
  }

  private async draw(side: number, load: () => Promise<Uint8Array>): Promise<string> {
    const [size] = await this.decoder.decode(await load(), { sides: [side], as: 'image/jpeg' });
    if (size === undefined) return '';
    return URL.createObjectURL(new Blob([size.bytes], { type: size.type }));
  }

  private forgetOldest(): void {
    const [oldest] = this.shown;
    if (this.shown.size <= KEPT || oldest === undefined) return;
    this.shown.delete(oldest[0]);
    void oldest[1].then((address) => URL.revokeObjectURL(address)).catch(() => undefined);
  }
}
