import * as v from 'valibot';
import { defineRequest } from '../request.ts';
import { line, nothing } from '../shapes.ts';

/** Switches of the popup, and answers given in the extension's own window. */

export const setPaused = defineRequest({
  name: 'settings.paused',
  says: 'Nothing of ours is on Facebook’s pages while paused.',
  from: ['popup', 'home'],
  args: v.strictObject({ paused: v.boolean() }),
  answer: nothing,
});

export const setQuiet = defineRequest({
  name: 'settings.quiet',
  says: 'Quiet mode: nothing of ours is shown until clicked.',
  from: ['popup', 'home'],
  args: v.strictObject({ quiet: v.boolean() }),
  answer: nothing,
});

export const question = defineRequest({
  name: 'confirm.question',
  says: 'What the extension’s window has to ask the user: the request waiting under this id.',
  from: ['confirm'],
  args: v.strictObject({ id: line(40) }),
  answer: v.strictObject({ name: line(40), about: v.nullable(line(200)) }),
});

export const decide = defineRequest({
  name: 'confirm.decide',
  says: 'The user’s word on it.',
  from: ['confirm'],
  args: v.strictObject({ id: line(40), yes: v.boolean() }),
  answer: nothing,
});
