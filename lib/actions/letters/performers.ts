import type { Performer } from '../outbox/outcome.ts';
import type { LetterDeeds } from './deeds.ts';
import { performLetters } from './send.ts';

/** Who does the deeds of letters. */
export const letterPerformers: { readonly [K in keyof LetterDeeds]: Performer<K> } = {
  letters: performLetters,
};
