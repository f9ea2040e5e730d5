import type { Answer } from '../protocol/body.ts';
import { CommandError } from '../protocol/errors.ts';
import { type Place, UnreachableError } from './errors.ts';
import { exchange, type Load, type Tools } from './exchange.ts';
import { choosePath, type Path } from './guards.ts';
import type { Guard } from './state.ts';
import { keyDay, type View } from './view.ts';

/** What a journey needs beside the tools of one exchange. */
export interface Travel extends Tools {
  random(n: number): Uint8Array;
  /** The guards to use, the one to be tried first in front. */
  guards(): readonly Guard[];
  /** A guard could not be reached, or does not pass on. */
  guardFailed(server: string): void;
  /** Hears of each way that brought an answer, for the status page. */
  passed?(path: Path, load: Load): void;
}

export interface Errand extends Load {
  /** Server id, base64url. */
  readonly server: string;
  readonly view: View;
  /** A newer view, or the same where there is none; called at most once. */
  renew(): Promise<View>;
}

/** Passings of one errand at most: two guards, a few exits, the clocks of three, a new bundle. */
const MOST = 9;
/** Ways on which the server itself may fail before we believe it. */
const SERVER_TRIES = 2;

/**
 * Brings a question to its server and the answer back, over as many ways as it takes (wire 2): `unreadable` fetches the
 * bundle again, `stale` corrects that server's clock, each once; `busy`, `unreachable` and doors that do not answer lead to
 * another exit, then to the other guard, never to a third entry. Resolves with the server's word, errors included.
 * UnreachableError; BadAnswerError; TooFewOperatorsError; NotInNetworkError; what renew throws.
 */
export async function travel(travel: Travel, errand: Errand): Promise<Answer> {
  const tried = { entries: new Set<string>(), exits: new Set<string>() };
  const corrected = new Set<string>();
  let view = errand.view;
  let unreadable = 0;
  let serverFailed = 0;
  let last = new UnreachableError('entry', 'untried');
  for (let i = 0; i < MOST; i++) {
    const path = choosePath(travel.guards(), view.file, errand.server, tried, travel.random);
    if (path === null) break;
    // the third time with the other day's keys: at midnight, or where our clock is wrong
    const day = keyDay(view, travel.clock.now());
    const outcome = await exchange(travel, view, unreadable === 2 ? otherDay(view, day) : day, path, errand);
    if (outcome.is === 'answer') {
      travel.passed?.(path, errand);
      return outcome.answer;
    }
    if (outcome.is === 'stale' && !corrected.has(path[outcome.at].key)) {
      corrected.add(path[outcome.at].key);
      continue;
    }
    if (outcome.is === 'stale' && outcome.at === 'server') throw new CommandError('stale');
    if (outcome.is === 'unreadable' && ++unreadable <= 2) {
      if (unreadable === 1) view = await errand.renew();
      continue;
    }
    last = new UnreachableError(outcome.at, 'why' in outcome ? outcome.why : outcome.is);
    if (outcome.at === 'server' && ++serverFailed >= SERVER_TRIES) break;
    avoid(travel, tried, path, outcome.at);
  }
  throw last;
}

/** What failed is not tried again; where all exits of a guard were, `choosePath` finds no way and the errand ends. */
function avoid(
  travel: Travel,
  tried: { entries: Set<string>; exits: Set<string> },
  path: Path,
  at: Place,
): void {
  if (at === 'entry') {
    tried.entries.add(path.entry.key);
    travel.guardFailed(path.entry.key);
  } else tried.exits.add(path.exit.key);
}

function otherDay(view: View, day: number): number {
  return day === view.day ? view.day + 1 : view.day;
}
