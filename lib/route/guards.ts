import { readU32 } from '../bytes.ts';
import { findServer, type NetworkFile, type NetworkOperator, serversOf } from '../protocol/network.ts';
import { NotInNetworkError, TooFewOperatorsError } from './errors.ts';
import type { Guard } from './state.ts';

/** An entry is kept so long: 30 days in ms. */
export const GUARD_LIFE = 30 * 86_400_000;
/** Two entries, the second for when the first fails. */
const GUARDS = 2;

/** A server a path goes through: id (base64url) and who runs it. */
export interface Stage {
  readonly key: string;
  readonly operator: NetworkOperator;
}

/** Entry, exit and destination, all of different operators. */
export interface Path {
  readonly entry: Stage;
  readonly exit: Stage;
  readonly server: Stage;
}

/** What has failed on this errand and is not tried again. Server ids, base64url. */
export interface Avoided {
  readonly entries: ReadonlySet<string>;
  readonly exits: ReadonlySet<string>;
}

/**
 * The guards to keep from now on: those that still hold (in the network, below 30 days, not the relay's operator), filled
 * up to two of different operators with random ones. The same list where nothing changed.
 */
export function renewGuards(
  guards: readonly Guard[],
  file: NetworkFile,
  relay: string | null,
  now: number,
  random: (n: number) => Uint8Array,
): readonly Guard[] {
  const entries = serversOf(file, 'entry').filter(({ operator }) => operator.id !== relay);
  const kept = guards.filter(
    // a clock that went back far would else keep a guard for ever
    ({ server, since }) => Math.abs(now - since) < GUARD_LIFE && entries.some(({ key }) => key === server),
  );
  if (kept.length === guards.length && kept.length === GUARDS) return guards;
  const out = [...kept];
  while (out.length < GUARDS) {
    const operators = out.map(({ server }) => findServer(file, server)?.operator.id);
    const free = entries.filter(({ operator }) => !operators.includes(operator.id));
    const chosen = pick(free, random);
    if (chosen === null) break;
    out.push({ server: chosen.key, since: now });
  }
  return out.length === guards.length && kept.length === guards.length ? guards : out;
}

/**
 * A way to a server: the first guard that may be used, and a random exit. Null where everything possible was tried.
 * TooFewOperatorsError where no way was possible to begin with, NotInNetworkError for an unknown server.
 */
export function choosePath(
  guards: readonly Guard[],
  file: NetworkFile,
  server: string,
  avoided: Avoided,
  random: (n: number) => Uint8Array,
): Path | null {
  const destination = stageOf(file, server);
  if (destination === null) throw new NotInNetworkError('no such server in the network');
  let possible = false;
  for (const guard of guards) {
    const entry = stageOf(file, guard.server);
    if (entry === null || entry.operator.id === destination.operator.id) continue;
    const exits = exitsFor(file, entry, destination);
    possible ||= exits.length > 0;
    const exit = pick(
      exits.filter(({ key }) => !avoided.exits.has(key)),
      random,
    );
    if (exit !== null && !avoided.entries.has(guard.server)) return { entry, exit, server: destination };
  }
  if (!possible) throw new TooFewOperatorsError('no way through two other operators');
  return null;
}

function exitsFor(file: NetworkFile, entry: Stage, destination: Stage): Stage[] {
  const ends = [entry.operator.id, destination.operator.id];
  return serversOf(file, 'exit').filter(({ operator }) => !ends.includes(operator.id));
}

function stageOf(file: NetworkFile, key: string): Stage | null {
  const found = findServer(file, key);
  return found && { key, operator: found.operator };
}

/** One of them, at random; null of none. */
function pick<T>(all: readonly T[], random: (n: number) => Uint8Array): T | null {
  return all[readU32(random(4)) % Math.max(all.length, 1)] ?? null;
}
