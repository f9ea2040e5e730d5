/** What may come back before an envelope was opened, or from a hop (wire 2). Number = the byte on the wire. */
export const FAILURES = { unreadable: 1, busy: 2, replayed: 3, unreachable: 4, stale: 5 } as const;
export type Failure = keyof typeof FAILURES;

/** Every error a command may answer with, sealed (wire 6 to 9). Closed: nothing else is ever sent. */
export const CODES = [
  'malformed', // not of the command's form; nothing was done
  'unknown-command',
  'stale', // the question's clock is off by more than five minutes; `clock` tells the server's
  'unavailable', // a part the server needs (store, ID server) does not answer; try again later
  'absent', // no such item, entry, chunk, user, page
  'deleted', // the item was deleted by its owner; for ever
  'moved', // the item moved; the record names the server
  'rekeyed', // the generation is an old one; wait for the owner's letter
  'forbidden', // signature, key or right is missing or wrong
  'blocked', // this entry key or user was stopped after a report
  'closed', // the owner takes no comments or letters
  'conflict', // the id exists with other content, or a number or revision does not follow
  'quota', // the item's, key's or user's allowance is used up
  'too-large', // over a size the wire allows
  'behind', // the least revision asked for is not known here yet
  'credential-needed',
  'credential-refused', // spent for something else, wrong epoch, or wrong
  'name-taken',
  'name-refused', // not a name: length, characters, mixed scripts
  'too-young',
  'work-needed', // proof of work missing or below the bits asked
  'banned',
] as const;
export type Code = (typeof CODES)[number];

/** An error a command answers with. Thrown by handlers; the client throws the same when it reads one. */
export class CommandError extends Error {
  override name = 'CommandError';
  readonly code: Code;
  /** A short word for people, never of what was sealed. */
  readonly detail: string | undefined;
  constructor(code: Code, detail?: string) {
    super(detail === undefined ? code : `${code}: ${detail}`);
    this.code = code;
    this.detail = detail;
  }
}

/** Bytes that are not what the wire says (decoders throw it; on the wire it is `malformed` or `unreadable`). */
export class MalformedError extends Error {
  override name = 'MalformedError';
}
