import { MalformedError } from '../../../lib/protocol/errors.ts';

/** Does what a vector names with its inputs (bytes as bytes); null where it is refused. */
export type Operation = (input: unknown) => unknown | Promise<unknown>;

/** An operation over inputs of a type: the vectors are ours, their form is proved by what comes out. */
export function operation<I>(run: (input: I) => unknown): Operation {
  return (input) => run(input as I);
}

/** The same where an ill-formed input is refused by MalformedError. */
export function reading<I>(run: (input: I) => unknown): Operation {
  return (input) => {
    try {
      return run(input as I);
    } catch (error) {
      if (error instanceof MalformedError) return null;
      throw error;
    }
  };
}

/** null for false: checks that hold give true. */
export function holds(result: boolean): true | null {
  return result ? true : null;
}

export type Bytes = Uint8Array;
