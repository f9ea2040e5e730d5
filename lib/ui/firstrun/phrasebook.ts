import { webext } from '../../webext.ts';

/** The recovery phrase while it can be shown: in the browser's memory alone, gone with the browser, never on a disk. */

const KEY = 'phrase';

interface Shown {
  phrase: string;
  /** The user put writing it down off. */
  later: boolean;
}

/** The phrase that waits to be written down; null where there is none, or the browser was ended since. */
export async function shownPhrase(): Promise<Shown | null> {
  const { [KEY]: found } = await webext.storage.session.get(KEY);
  return (found as Shown | undefined) ?? null;
}

/** Keeps it until it is confirmed. */
export async function showPhrase(phrase: string, later = false): Promise<void> {
  await webext.storage.session.set({ [KEY]: { phrase, later } satisfies Shown });
}

/** It was written down: nothing here has it any more. */
export async function forgetPhrase(): Promise<void> {
  await webext.storage.session.remove(KEY);
}
