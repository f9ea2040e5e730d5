import type { LogRoot } from '../protocol/identity.ts';

/** Which of the three that a question passes. */
export type Place = 'entry' | 'exit' | 'server';

/** Nobody could be reached who had an answer; it may have been done or not. The same deed may be asked again, later. */
export class UnreachableError extends Error {
  override name = 'UnreachableError';
  /** Where the last way ended. */
  readonly at: Place;
  readonly why: string;
  constructor(at: Place, why: string, options?: ErrorOptions) {
    super(`${at} ${why}`, options);
    this.at = at;
    this.why = why;
  }
}

/** A server answered with what is no answer to the command: nothing of it may be kept. */
export class BadAnswerError extends Error {
  override name = 'BadAnswerError';
}

/** The network has too few operators for a way on which nobody sees both ends (DESIGN section 2, "Route"). */
export class TooFewOperatorsError extends Error {
  override name = 'TooFewOperatorsError';
}

/** No network was joined yet, or the server asked is none of it. */
export class NotInNetworkError extends Error {
  override name = 'NotInNetworkError';
}

/**
 * The ID server shows us something else than others, or cannot show that it does not: `unlogged` the bundle of the day is
 * not in its log; `forked` its log does not extend the one we know; `unsigned` the proof is not the ID server's.
 * Writing stops until the person has been told.
 */
export class LogError extends Error {
  override name = 'LogError';
  readonly reason: 'unlogged' | 'forked' | 'unsigned';
  /** Two roots signed by the ID server of which at most one is true; null where there are none. */
  readonly evidence: { known: LogRoot; shown: LogRoot } | null;
  constructor(reason: LogError['reason'], evidence: LogError['evidence'] = null) {
    super(`the ID server's log: ${reason}`);
    this.reason = reason;
    this.evidence = evidence;
  }
}
