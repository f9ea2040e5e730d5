import { encode } from '../../lib/protocol/codec.ts';
import { CommandError } from '../../lib/protocol/errors.ts';
import type { Standing } from '../../lib/protocol/item.ts';
import { arrayOf, mapOf } from './rawcbor.ts';

// the largest numbers and array lengths an answer can have, so that what was left room for always fits
const LARGEST = Number.MAX_SAFE_INTEGER;

// an answer without its standing, and the headers of its four lists
const EMPTY =
  mapOf({
    standing: new Uint8Array(0),
    upto: encode(LARGEST),
    records: arrayOf([]),
    entries: arrayOf([]),
    reactions: arrayOf([]),
    deeds: encode(new Uint8Array(0)),
    before: encode(LARGEST),
    beforeReactions: encode(LARGEST),
  }).length + 16;

const made = new WeakMap<object, Uint8Array>();

/** CBOR of a part of a head that readers see, which nobody changes: made once. */
function encoded(part: object): Uint8Array {
  const before = made.get(part);
  if (before !== undefined) return before;
  const raw = encode(part);
  made.set(part, raw);
  return raw;
}

/** An answer of content.read under construction: parts are taken in while they fit the question's class. */
export class ReadAnswer {
  readonly #standing: Standing;
  readonly #records: Uint8Array[] = [];
  readonly #entries: Uint8Array[] = [];
  readonly #reactions: Uint8Array[] = [];
  #deeds: Uint8Array = new Uint8Array(0);
  #ad: Uint8Array | null = null;
  #left: number;
  /** Revision up to which it tells. */
  upto: number;
  before: number | undefined;
  beforeReactions: number | undefined;

  /** `room`: bytes the CBOR may have. Throws `too-large` where not even an empty answer fits. */
  constructor(standing: Standing, room: number) {
    this.#standing = standing;
    this.upto = standing.rev;
    this.#left = room - encoded(standing).length - EMPTY;
    if (this.#left < 0) throw new CommandError('too-large');
  }

  /** Takes all the owner's records in; throws `too-large` where they do not fit. */
  records(records: object[]): void {
    for (const record of records) {
      const raw = encoded(record);
      if (!this.#take(raw.length)) throw new CommandError('too-large');
      this.#records.push(raw);
    }
  }

  /** Takes an entry (its CBOR) in; false where it does not fit. `with`: bytes of deeds that come with it. */
  entry(lane: 0 | 1, raw: Uint8Array, deeds = 0): boolean {
    if (!this.#take(raw.length + deeds)) return false;
    (lane === 0 ? this.#entries : this.#reactions).push(raw);
    return true;
  }

  /** Makes room for so many bytes of deeds, or as many whole ones as fit; how many bytes. */
  roomForDeeds(bytes: number): number {
    const fit = Math.min(bytes, Math.floor(this.#left / 33) * 33);
    this.#left -= fit;
    return fit;
  }

  /** Puts the deeds in, for which room was made. */
  deeds(deeds: Uint8Array): void {
    this.#deeds = deeds;
  }

  /** Takes an ad (its CBOR) in where it needs at most a third of the room. */
  ad(raw: Uint8Array): boolean {
    if (raw.length > this.#left / 3) return false;
    this.#left -= raw.length + 3;
    this.#ad = raw;
    return true;
  }

  cbor(): Uint8Array {
    return mapOf({
      standing: encoded(this.#standing),
      upto: encode(this.upto),
      records: arrayOf(this.#records),
      entries: arrayOf(this.#entries),
      reactions: arrayOf(this.#reactions),
      deeds: encode(this.#deeds),
      before: this.before === undefined ? null : encode(this.before),
      beforeReactions: this.beforeReactions === undefined ? null : encode(this.beforeReactions),
      ad: this.#ad,
    });
  }

  #take(bytes: number): boolean {
    if (bytes > this.#left) return false;
    this.#left -= bytes;
    return true;
  }
}
