import type { FirstRunView } from '../../db/queries/firstrun.ts';

/** The screens of the first run, in their order; `done` is Home. */
export const STEPS = ['network', 'you', 'phrase', 'name'] as const;
export type Step = (typeof STEPS)[number];

/** What each screen is called in the line of progress. */
export const STEP_NAMES: Readonly<Record<Step, string>> = {
  network: 'Network',
  you: 'You',
  phrase: 'Recovery phrase',
  name: 'Your name',
};

/**
 * The screen to show: it follows from the database alone, so that a reload goes on where it was. The phrase is asked for
 * while it can still be shown (`phraseHere`); once the browser forgot it, the reminder in Home goes on asking.
 */
export function stepOf(at: FirstRunView, phraseHere: boolean): Step | 'done' {
  if (at.name === null) return at.joined ? 'you' : 'network';
  if (phraseHere && !at.phraseKept) return 'phrase';
  return at.registered ? 'done' : 'name';
}
