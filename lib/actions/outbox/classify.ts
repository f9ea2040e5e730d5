import { type Code, CommandError, MalformedError } from '../../protocol/errors.ts';

const AGAIN: readonly Code[] = ['stale', 'unavailable', 'behind'];
const FAULTS = 12;

/** What an exception of a performer means for its deed. */
export type Verdict =
  | { is: 'again'; why: string }
  | { is: 'refused'; code: Code | 'invalid' }
  | { is: 'rekeyed' };

/**
 * Errors of the way (nobody answered) are tried again for ever; what a server refuses is refused;
 * an answer that is not what it should be is tried again a dozen times, as another exit may bring another.
 */
export function classify(error: unknown, tries: number): Verdict {
  if (error instanceof CommandError) {
    if (error.code === 'rekeyed') return { is: 'rekeyed' };
    if (AGAIN.includes(error.code)) return { is: 'again', why: error.code };
    return { is: 'refused', code: error.code };
  }
  if (error instanceof MalformedError || error instanceof TypeError || error instanceof RangeError)
    return tries < FAULTS ? { is: 'again', why: error.message } : { is: 'refused', code: 'invalid' };
  return { is: 'again', why: error instanceof Error ? error.message : 'unknown' };
}

const FIRST = 2_000;
const LONGEST = 3_600_000;

/** Milliseconds until the next try: twice as long each time, up to an hour, half to one and a half of it by chance. */
export function backOff(tries: number, chance: Uint8Array): number {
  const wait = Math.min(LONGEST, FIRST * 2 ** Math.min(tries, 20));
  return Math.round(wait * (0.5 + (chance[0] ?? 0) / 255));
}
