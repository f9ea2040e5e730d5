import { concat, readU64, u64 } from '../bytes.ts';
import { type AnswerKey, openAnswer, readFailure, sealAnswer } from './answer.ts';
import { type OpenedAnswer, type Question, sealQuestion } from './envelope.ts';
import type { SizeClass } from './header.ts';
import { HOP_SIZE } from './header.ts';
import { type KeyLookup, type OpenedLayer, openLayer, openLayerAside, sealLayer } from './layer.ts';
import type { Primitives } from './primitives.ts';

/** A server of the route: its id (32-byte identity key) and its envelope key of the day (1216). */
export interface Stop {
  readonly id: Uint8Array;
  readonly publicKey: Uint8Array;
  /** Minute for a hop's layer, where its clock is known to differ; else the question's. */
  readonly minute?: number;
}

/** Entry and exit anonymizer, then the server the question is for. */
export interface Route {
  readonly entry: Stop;
  readonly exit: Stop;
  readonly server: Stop;
}

/**
 * What came back over the route. A failure tells how many layers of the answer had opened before it:
 * 0 = said in the entry's place without proof; 1 = the entry says it of the exit (or of our clock), or the exit itself;
 * 2 = the exit says it of the server, or the server itself.
 */
export type RouteAnswer = OpenedAnswer & { readonly opened: 0 | 1 | 2 | 3 };

export interface SealedRoute {
  /** The layer 2 envelope, for the entry's door. */
  readonly bytes: Uint8Array;
  /** The only thing that opens the answer; null where a layer of it is no answer to this question. */
  open(frame: Uint8Array): RouteAnswer | null;
}

/** Seals a question for a server behind two hops, each with its own fresh X1 (wire 2). Throws as sealQuestion does. */
export function sealRoute(
  p: Primitives,
  route: Route,
  sizeClass: SizeClass,
  question: Question,
): SealedRoute {
  const inner = sealQuestion(p, { publicKey: route.server.publicKey, sizeClass }, question);
  const exit = sealHop(
    p,
    route.exit,
    1,
    { sizeClass, minute: route.exit.minute ?? question.t, dest: route.server.id },
    inner.envelope,
  );
  const entry = sealHop(
    p,
    route.entry,
    2,
    { sizeClass, minute: route.entry.minute ?? question.t, dest: route.exit.id },
    exit.envelope,
  );
  const open = (frame: Uint8Array): RouteAnswer | null => {
    const fromEntry = openAnswer(p, entry.key, frame);
    if (fromEntry === null) return failed(frame, 0);
    const fromExit = openAnswer(p, exit.key, fromEntry);
    if (fromExit === null) return failed(fromEntry, 1);
    const answer = inner.open(fromExit);
    return answer && { ...answer, opened: 'cbor' in answer ? 3 : 2 };
  };
  return { bytes: entry.envelope, open };
}

function failed(frame: Uint8Array, opened: 0 | 1): RouteAnswer | null {
  const word = readFailure(frame);
  return word && { ...word, opened };
}

function sealHop(
  p: Primitives,
  hop: Stop,
  layer: 1 | 2,
  about: { sizeClass: SizeClass; minute: number; dest: Uint8Array },
  inner: Uint8Array,
): { envelope: Uint8Array; key: AnswerKey } {
  const { sizeClass, minute, dest } = about;
  const x1 = p.random(32);
  const plaintext = concat(x1, u64(minute), dest, inner);
  const envelope = sealLayer(p, { publicKey: hop.publicKey, sizeClass, layer }, plaintext);
  return { envelope, key: { x1, hash: p.sha256(envelope), layer, sizeClass } };
}

/** A layer as its hop reads it. */
export interface OpenedHop {
  /** H(envelope): remembered for 11 minutes against replays. */
  readonly hash: Uint8Array;
  readonly sizeClass: SizeClass;
  /** Minute at the sender's clock. */
  readonly minute: number;
  /** Id of the server the inner envelope is for. */
  readonly dest: Uint8Array;
  readonly inner: Uint8Array;
  /** Seals the frame that came from behind, or the hop's own failure frame; RangeError where it is longer than any. */
  sealAnswer(frame: Uint8Array): Uint8Array;
}

/** Opens the layer of an exit (1) or entry (2); null, and nothing said, for whatever is wrong. */
export function openHop(
  p: Primitives,
  keyOf: KeyLookup,
  layer: 1 | 2,
  envelope: Uint8Array,
): OpenedHop | null {
  return readHop(p, layer, openLayer(p, keyOf, layer, envelope));
}

/** The same with X-Wing on another thread, where the primitives can: for servers. */
export async function openHopAside(
  p: Primitives,
  keyOf: KeyLookup,
  layer: 1 | 2,
  envelope: Uint8Array,
): Promise<OpenedHop | null> {
  return readHop(p, layer, await openLayerAside(p, keyOf, layer, envelope));
}

function readHop(p: Primitives, layer: 1 | 2, opened: OpenedLayer | null): OpenedHop | null {
  if (opened === null) return null;
  const { hash, sizeClass, plaintext } = opened;
  const minute = readMinute(plaintext);
  if (minute === null) return null;
  const key: AnswerKey = { x1: plaintext.slice(0, 32), hash, layer, sizeClass };
  return {
    hash,
    sizeClass,
    minute,
    dest: plaintext.slice(40, HOP_SIZE),
    inner: plaintext.slice(HOP_SIZE),
    sealAnswer: (frame) => sealAnswer(p, key, frame),
  };
}

function readMinute(plaintext: Uint8Array): number | null {
  try {
    return readU64(plaintext, 32);
  } catch {
    return null; // over 2^53: not a minute of the wire
  }
}
