/** One thing the doctor looked at. `mend` is the one line that mends it; a `hint` may be as the user wants it. */
export interface Finding {
  readonly is: 'fine' | 'hint' | 'wrong';
  readonly what: string;
  readonly says: string;
  readonly mend?: string;
}

/** The line that mends an installation. */
export const INSTALL = 'npx peerwall helper install';

/** Nothing to do. */
export function fine(what: string, says: string): Finding {
  return { is: 'fine', what, says };
}

/** Something that may stop the helper for some browser, and cannot be known for certain. */
export function hint(what: string, says: string, mend: string): Finding & { mend: string } {
  return { is: 'hint', what, says, mend };
}

/** Something that stops the helper. */
export function wrong(what: string, says: string, mend: string): Finding & { mend: string } {
  return { is: 'wrong', what, says, mend };
}
