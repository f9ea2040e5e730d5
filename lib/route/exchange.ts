import { fromBase64url } from '../bytes.ts';
import type { SizeClass } from '../crypto/header.ts';
import { type RouteAnswer, type SealedRoute, sealRoute } from '../crypto/onion.ts';
import type { Primitives } from '../crypto/primitives.ts';
import { Answer } from '../protocol/body.ts';
import { decodeAs } from '../protocol/command.ts';
import { type Carrier, CarrierError } from './carrier.ts';
import type { Clock } from './clock.ts';
import { BadAnswerError, type Place } from './errors.ts';
import type { Path } from './guards.ts';
import type { View } from './view.ts';

/** What one passing of an envelope came to. */
export type Outcome =
  | { readonly is: 'answer'; readonly answer: Answer }
  /** A clock differs by over five minutes; it has been noted. */
  | { readonly is: 'stale'; readonly at: Place }
  | { readonly is: 'unreadable'; readonly at: Place }
  /** `why`: a failure's name, a carrier's fault, or `garbled`. */
  | { readonly is: 'failed'; readonly at: Place; readonly why: string };

/** What an exchange needs. */
export interface Tools {
  readonly p: Primitives;
  readonly carrier: Carrier;
  readonly clock: Clock;
}

/** A command to bring, sized. */
export interface Load {
  readonly command: string;
  /** The arguments for the minute written in the envelope: a person's word signs it (wire 6). */
  args(minute: number): object;
  readonly sizeClass: SizeClass;
}

// what a hop says of the one behind it, and the server's own word
const PLACES = ['entry', 'exit', 'server'] as const;

/** Seals a question anew, sends it one way and opens what comes back. BadAnswerError where the server's answer has no form. */
export async function exchange(
  { p, carrier, clock }: Tools,
  view: View,
  day: number,
  path: Path,
  load: Load,
): Promise<Outcome> {
  const sealed = seal(p, clock, view, day, path, load);
  if ('is' in sealed) return sealed;
  let frame: Uint8Array;
  try {
    frame = await carrier.post(path.entry.operator.door ?? '', sealed.bytes);
  } catch (error) {
    if (!(error instanceof CarrierError)) throw error;
    return { is: 'failed', at: 'entry', why: error.fault };
  }
  return read(clock, path, sealed.open(frame));
}

function seal(
  p: Primitives,
  clock: Clock,
  view: View,
  day: number,
  path: Path,
  load: Load,
): SealedRoute | Outcome {
  const stops = PLACES.map((place) => {
    const { key } = path[place];
    return { id: fromBase64url(key), publicKey: view.keyOf(key, day), minute: clock.minuteFor(key) };
  });
  const [entry, exit, server] = stops.map((stop) =>
    stop.publicKey === null ? null : { ...stop, publicKey: stop.publicKey },
  );
  // a server without a key in the bundle is as one that lost it
  if (!entry) return { is: 'unreadable', at: 'entry' };
  if (!exit) return { is: 'unreadable', at: 'exit' };
  if (!server) return { is: 'unreadable', at: 'server' };
  const question = { c: load.command, t: server.minute, a: { ...load.args(server.minute) } };
  return sealRoute(p, { entry, exit, server }, load.sizeClass, question);
}

function read(clock: Clock, path: Path, opened: RouteAnswer | null): Outcome {
  // nobody can tell which layer was spoilt; another exit is tried before another entry
  if (opened === null) return { is: 'failed', at: 'exit', why: 'garbled' };
  if ('failure' in opened) return readFailure(clock, path, opened);
  const answer = readAnswer(opened.cbor);
  agree(clock, path, 2);
  if ('error' in answer && answer.error === 'stale') return stale(clock, path, 'server', answer.clock);
  clock.agreed(path.server.key);
  return { is: 'answer', answer };
}

/** The layers that opened agree with our minute; a `stale` is of the last that opened, everything else of the one behind it. */
function readFailure(
  clock: Clock,
  path: Path,
  { failure, minute, opened }: Extract<RouteAnswer, { failure: unknown }>,
): Outcome {
  const at = PLACES[Math.min(opened, 2)] ?? 'server';
  if (failure === 'stale') {
    const place = PLACES[opened - 1];
    if (place === undefined) return { is: 'failed', at: 'entry', why: 'garbled' };
    agree(clock, path, opened - 1);
    return stale(clock, path, place, minute);
  }
  agree(clock, path, opened);
  if (failure === 'unreadable') return { is: 'unreadable', at };
  return { is: 'failed', at, why: failure };
}

function agree(clock: Clock, path: Path, places: number): void {
  for (const place of PLACES.slice(0, places)) clock.agreed(path[place].key);
}

function stale(clock: Clock, path: Path, at: Place, minute: number | undefined): Outcome {
  if (minute === undefined) throw new BadAnswerError('stale without a clock');
  clock.heard(path[at].key, minute);
  return { is: 'stale', at };
}

function readAnswer(cbor: Uint8Array): Answer {
  try {
    return decodeAs(Answer, cbor);
  } catch (cause) {
    throw new BadAnswerError('an answer of no known form', { cause });
  }
}
