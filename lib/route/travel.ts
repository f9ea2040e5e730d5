import type { Answer } from '../protocol/body.ts';
import { CommandError } from '../protocol/errors.ts';
import { UnreachableError } from './errors.ts';
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
/** Exits that may fail behind an entry before it is the entry we do not believe. */
const EXIT_TRIES = 3;

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
  const choose = (): Path | null =>
    choosePath(travel.guards(), view.file, errand.server, tried, travel.random);
  let [unreadable, serverFailed, exitFailed] = [0, 0, 0];
  let flipped = false;
  let path = choose();
  let last = new UnreachableError('entry', 'untried');
  for (let i = 0; i < MOST && path !== null; i++) {
    const day = keyDay(view, travel.clock.now());
    const outcome = await exchange(travel, view, flipped ? otherDay(view, day) : day, path, errand);
    if (outcome.is === 'answer') {
      travel.passed?.(path, errand);
      return outcome.answer;
    }
    if (outcome.is === 'stale' && !corrected.has(path[outcome.at].key)) {
      corrected.add(path[outcome.at].key);
      flipped = false;
      continue;
    }
    if (outcome.is === 'stale' && outcome.at === 'server') throw new CommandError('stale');
    if (outcome.is === 'unreadable' && ++unreadable <= 2) {
      // the third time with the other day's keys: at midnight, or where our clock is wrong
      if (unreadable === 1) view = await errand.renew();
      else flipped = true;
      continue;
    }
    flipped = false;
    last = new UnreachableError(outcome.at, 'why' in outcome ? outcome.why : outcome.is);
    if (outcome.at === 'server' && ++serverFailed >= SERVER_TRIES) break;
    if (outcome.at !== 'entry') tried.exits.add(path.exit.key);
    if (outcome.at === 'entry' || (outcome.at === 'exit' && ++exitFailed % EXIT_TRIES === 0)) {
      tried.entries.add(path.entry.key);
      travel.guardFailed(path.entry.key);
    }
    // what failed is not tried again; where nothing is left there is no way any more
    path = choose();
  }
  throw last;
}

function otherDay(view: View, day: number): number {
  return day === view.day ? view.day + 1 : view.day;
}
