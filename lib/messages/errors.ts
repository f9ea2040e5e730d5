import { CODES } from '../protocol/errors.ts';

/** Every error the background may answer a request with: those of servers, and its own. Closed. */
export const ASK_CODES = [
  ...CODES,
  'offline', // nobody on the way answered
  'not-joined', // no network was joined yet
  'no-identity', // nobody is here yet
  'not-a-network', // a network file or address that is none, or does not answer
  'forged', // a network file its authority did not sign, or another authority's
  'expired', // a network file past its day
  'not-a-phrase', // a recovery phrase with a wrong word, or of nobody
  'not-a-photo',
  'photo-too-large',
  'too-many-pixels',
  'full', // the disk, or the room the browser gives
  'not-allowed', // this surface may not ask this
  'not-seen', // the frame was not on the screen when its user is said to have acted
  'declined', // the user said no in the extension's window
  'gone', // what is meant is not here any more
  'internal', // a fault of ours
] as const;
export type AskCode = (typeof ASK_CODES)[number];

/** A request was not done, and why. */
export class AskError extends Error {
  override name = 'AskError';
  readonly code: AskCode;
  /** A short word for people. */
  readonly detail: string | undefined;
  constructor(code: AskCode, detail?: string) {
    super(detail === undefined ? code : `${code}: ${detail}`);
    this.code = code;
    this.detail = detail;
  }
}

/** Reads an error of an answer; what is not on the list is `internal`. */
export function readAskError(error: { code: string; detail?: string }): AskError {
  const code = ASK_CODES.find((one) => one === error.code) ?? 'internal';
  return new AskError(code, error.detail);
}
