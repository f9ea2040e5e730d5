/** Deeds of letters. */
export interface LetterDeeds {
  /** Writes what waits for a device into letters, and brings all that were not taken yet to its owner's mailbox. */
  letters: { device: string };
}
