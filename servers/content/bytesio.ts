/** Writes the store's own structures: big-endian numbers and length-prefixed blocks, as fast as bytes can be copied. */
export class ByteWriter {
  #buffer: Uint8Array;
  #view: DataView;
  #at = 0;

  constructor(size = 4096) {
    this.#buffer = new Uint8Array(size);
    this.#view = new DataView(this.#buffer.buffer);
  }

  u8(value: number): this {
    this.#room(1);
    this.#buffer[this.#at++] = value;
    return this;
  }

  u32(value: number): this {
    this.#room(4);
    this.#view.setUint32(this.#at, value);
    this.#at += 4;
    return this;
  }

  /** 0 to 2^53-1. */
  u64(value: number): this {
    return this.u32(Math.floor(value / 2 ** 32)).u32(value % 2 ** 32);
  }

  /** Bytes as they are; the reader knows how many. */
  raw(bytes: Uint8Array): this {
    this.#room(bytes.length);
    this.#buffer.set(bytes, this.#at);
    this.#at += bytes.length;
    return this;
  }

  /** u32 length | bytes. */
  block(bytes: Uint8Array): this {
    return this.u32(bytes.length).raw(bytes);
  }

  list<T>(items: readonly T[], write: (one: T) => void): this {
    this.u32(items.length);
    for (const one of items) write(one);
    return this;
  }

  done(): Uint8Array {
    return this.#buffer.slice(0, this.#at);
  }

  #room(more: number): void {
    if (this.#at + more <= this.#buffer.length) return;
    const larger = new Uint8Array(Math.max(this.#buffer.length * 2, this.#at + more));
    larger.set(this.#buffer);
    this.#buffer = larger;
    this.#view = new DataView(larger.buffer);
  }
}

/** A value of the store that is not what this program wrote. */
export class StoreValueError extends Error {
  override name = 'StoreValueError';
}

/** Reads what ByteWriter wrote; throws StoreValueError past the end and for numbers over 2^53-1. Byte strings are views into the value. */
export class ByteReader {
  readonly #bytes: Uint8Array;
  readonly #view: DataView;
  #at = 0;

  constructor(bytes: Uint8Array) {
    this.#bytes = bytes;
    this.#view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  }

  u8(): number {
    return this.#view.getUint8(this.#step(1));
  }

  u32(): number {
    return this.#view.getUint32(this.#step(4));
  }

  u64(): number {
    const value = this.u32() * 2 ** 32 + this.u32();
    if (!Number.isSafeInteger(value)) throw new StoreValueError('a number over 2^53-1');
    return value;
  }

  raw(length: number): Uint8Array {
    const from = this.#step(length);
    return this.#bytes.subarray(from, from + length);
  }

  block(): Uint8Array {
    return this.raw(this.u32());
  }

  list<T>(read: () => T): T[] {
    return Array.from({ length: this.u32() }, read);
  }

  /** Throws StoreValueError unless everything was read. */
  end(): void {
    if (this.#at !== this.#bytes.length) throw new StoreValueError('bytes left over');
  }

  #step(length: number): number {
    const from = this.#at;
    if (from + length > this.#bytes.length) throw new StoreValueError('value ends early');
    this.#at += length;
    return from;
  }
}
