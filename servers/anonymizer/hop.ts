import { answerSize, readFailure, writeFailure } from '../../lib/crypto/answer.ts';
import type { SizeClass } from '../../lib/crypto/header.ts';
import type { KeyLookup } from '../../lib/crypto/layer.ts';
import { type OpenedHop, openHopAside } from '../../lib/crypto/onion.ts';
import type { Primitives } from '../../lib/crypto/primitives.ts';
import type { Outcome } from './metrics.ts';

/** Minutes a question's clock may differ from ours (wire 2). */
const TOLERANCE = 5;

/** One of the two hops: 2 = entry, 1 = exit. */
export interface Hop {
  readonly layer: 1 | 2;
  readonly primitives: Primitives;
  readonly keyOf: KeyLookup;
  /** Whether the envelope of this hash is new; from now on it is not. */
  first(hash: Uint8Array): boolean;
  now(): number;
  /** Passes the inner envelope on to the server `dest`; resolves with the frame that comes back, null where none does. */
  forward(dest: Uint8Array, inner: Uint8Array): Promise<Uint8Array | null>;
  count(outcome: Outcome): void;
}

/**
 * What a hop does with an envelope (wire 2): opens its layer, passes on what is inside, seals what comes back to the
 * layer's one size. Resolves with the answer frame whatever happened; nothing of it is kept but
 * what `first` remembers.
 */
export async function passOn(hop: Hop, envelope: Uint8Array): Promise<Uint8Array> {
  const opened = await openHopAside(hop.primitives, hop.keyOf, hop.layer, envelope);
  if (opened === null) return refuse(hop, 'unreadable');
  const minute = Math.floor(hop.now() / 60_000);
  if (Math.abs(minute - opened.minute) > TOLERANCE) {
    hop.count('stale');
    return opened.sealAnswer(writeFailure('stale', minute));
  }
  if (!hop.first(opened.hash)) return refuse(hop, 'replayed');
  return opened.sealAnswer(await answerBehind(hop, opened));
}

function refuse(hop: Hop, failure: 'unreadable' | 'replayed'): Uint8Array {
  hop.count(failure);
  return writeFailure(failure);
}

async function answerBehind(hop: Hop, opened: OpenedHop): Promise<Uint8Array> {
  const frame = await hop.forward(opened.dest, opened.inner).catch(() => null);
  opened.inner.fill(0);
  if (frame === null || !isFrame(hop.layer === 2 ? 1 : 0, opened.sizeClass, frame)) {
    hop.count('unreachable');
    return writeFailure('unreachable');
  }
  hop.count('passed');
  return frame;
}

/** Only what the layer behind can have said is passed back: a word of failure, or a sealed answer of its one size. */
function isFrame(layer: 0 | 1, sizeClass: SizeClass, frame: Uint8Array): boolean {
  return frame.length === answerSize(layer, sizeClass) || readFailure(frame) !== null;
}
