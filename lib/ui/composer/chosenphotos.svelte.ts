import { base64url } from '../../bytes.ts';
import { AskError } from '../../messages/errors.ts';
import type { Args } from '../../messages/request.ts';
import type { post } from '../../messages/requests/items.ts';
import type { Decoder, Encoded } from '../photos/decoder.ts';
import { goTogether, LARGEST } from '../photos/limits.ts';
import { plainWord } from '../plainwords.ts';

/** Most photos of one post. */
const MOST = 40;

/** A photo in the composer: being decoded, ready, or not taken and why. */
export interface ChosenPhoto {
  id: number;
  file: string;
  alt: string;
  /** Address of its thumbnail; empty while it is decoded. */
  address: string;
  problem: string;
  sizes: Encoded[];
}

/** The photos of a post being written, decoded one after the other. */
export class ChosenPhotos {
  list = $state<ChosenPhoto[]>([]);
  /** What went wrong with the files as a whole. */
  problem = $state('');
  private readonly decoder: Decoder;
  private queue: Promise<void> = Promise.resolve();
  private next = 1;

  constructor(decoder: Decoder) {
    this.decoder = decoder;
  }

  /** Photos are still being decoded. */
  get busy(): boolean {
    return this.list.some(({ address, problem }) => address === '' && problem === '');
  }

  /** Those that can go out. */
  get ready(): ChosenPhoto[] {
    return this.list.filter(({ address }) => address !== '');
  }

  /** Together they are too large for one post. */
  get heavy(): boolean {
    return !goTogether(this.ready);
  }

  add(files: readonly File[]): void {
    const room = MOST - this.list.length;
    this.problem = files.length > room ? `At most ${MOST} photos in one post.` : '';
    for (const file of files.slice(0, Math.max(0, room))) {
      const id = this.next++;
      this.list.push({ id, file: file.name, alt: '', address: '', problem: '', sizes: [] });
      this.queue = this.queue.then(() => this.decode(id, file));
    }
  }

  remove(id: number): void {
    const photo = this.list.find((one) => one.id === id);
    if (photo !== undefined && photo.address !== '') URL.revokeObjectURL(photo.address);
    this.list = this.list.filter((one) => one.id !== id);
  }

  /** Moves a photo one place on (1) or back (-1). */
  move(id: number, by: 1 | -1): void {
    const from = this.list.findIndex((one) => one.id === id);
    const [photo] = this.list.slice(from, from + 1);
    if (photo === undefined || from + by < 0) return;
    const rest = this.list.filter((one) => one.id !== id);
    this.list = [...rest.slice(0, from + by), photo, ...rest.slice(from + by)];
  }

  clear(): void {
    for (const { id } of this.list) this.remove(id);
  }

  /** The photos as `items.post` takes them. */
  toSend(): Args<typeof post>['photos'] {
    return this.ready.map(({ sizes, alt }) => ({
      alt: alt.slice(0, 1000),
      sizes: sizes.map((size) => ({ ...size, bytes: base64url(size.bytes) })),
    }));
  }

  private async decode(id: number, file: File): Promise<void> {
    const found = (): ChosenPhoto | undefined => this.list.find((one) => one.id === id);
    if (found() === undefined) return;
    try {
      if (file.size > LARGEST) throw new AskError('photo-too-large');
      const sizes = await this.decoder.decode(new Uint8Array(await file.arrayBuffer()));
      const small = sizes.at(-1);
      const photo = found();
      if (photo === undefined || small === undefined) return;
      photo.sizes = sizes;
      photo.address = URL.createObjectURL(new Blob([small.bytes], { type: small.type }));
    } catch (error) {
      const photo = found();
      if (photo !== undefined) photo.problem = plainWord(error);
    }
  }
}
